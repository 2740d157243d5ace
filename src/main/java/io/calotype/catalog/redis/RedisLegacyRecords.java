package io.calotype.catalog.redis;

import io.calotype.catalog.LegacyRecord;
import io.calotype.catalog.LegacyRecords;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.lettuce.core.RedisFuture;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The texts under `image:<id>` that other programs have written.
final class RedisLegacyRecords implements LegacyRecords {
  /// More concurrent reads would delay the records, which use the same connection.
  private static final int READERS = 2;

  private final Semaphore readers = new Semaphore(READERS);
  private final RedisConnections link;
  private final Clock clock;
  private final long maxBytes;

  /// @param maxBytes the maximum length; longer texts are ignored
  RedisLegacyRecords(RedisConnections link, Clock clock, long maxBytes) {
    this.link = link;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<LegacyRecord> find(MediaId id) {
    return find(RedisKeys.record(id)).filter(text -> text.bytes() <= maxBytes).map(text -> text);
  }

  @Override
  public boolean vacant(MediaId id) {
    RedisCall home = new RedisCall(link).at(RedisKeys.record(id));
    if (home.alone()) {
      return home.ask(redis -> redis.exists(RedisKeys.record(id), RedisKeys.kept(id))) == 0;
    }
    RedisFuture<Long> record = home.send(redis -> redis.exists(RedisKeys.record(id)));
    RedisFuture<Long> copy = home.send(redis -> redis.exists(RedisKeys.kept(id)));
    return home.await(record) + home.await(copy) == 0;
  }

  /// Returns the text under `key`, without a limit on its length; empty if it is absent.
  Optional<LegacyText> find(String key) {
    RedisCall there = new RedisCall(link).at(key);
    RedisFuture<Long> left = there.send(redis -> redis.pttl(key));
    long bytes = there.ask(redis -> redis.strlen(key), 0L);
    KeyTtl lease = KeyTtl.of(there.await(left), clock);
    return bytes == 0
        ? Optional.empty()
        : Optional.of(new LegacyText(link, key, bytes, lease, readers));
  }
}

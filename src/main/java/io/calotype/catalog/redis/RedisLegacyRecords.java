package io.calotype.catalog.redis;

import io.calotype.catalog.LegacyRecord;
import io.calotype.catalog.LegacyRecords;
import io.calotype.media.MediaId;
import io.lettuce.core.RedisFuture;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The texts under `image:<id>` that others have written.
final class RedisLegacyRecords implements LegacyRecords {
  /// More at once would keep records waiting, which come over the same connection.
  private static final int READERS = 2;

  private final Semaphore readers = new Semaphore(READERS);
  private final RedisConnections link;
  private final Clock clock;
  private final long maxBytes;

  /// @param maxBytes what is longer than that is passed over
  RedisLegacyRecords(RedisConnections link, Clock clock, long maxBytes) {
    this.link = link;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<LegacyRecord> find(MediaId id) {
    return find(RedisKeys.record(id)).filter(text -> text.bytes() <= maxBytes).map(text -> text);
  }

  /// The text under `key`, however long; empty where there is none.
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

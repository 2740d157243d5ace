package io.calotype.catalog.redis;

import io.calotype.catalog.OldRecord;
import io.calotype.catalog.OldRecords;
import io.calotype.media.MediaId;
import io.lettuce.core.RedisFuture;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The texts under `image:<id>` that others have written.
final class RedisOldRecords implements OldRecords {
  /// More at once would keep records waiting, which come over the same connection.
  private static final int READERS = 2;

  private final Semaphore readers = new Semaphore(READERS);
  private final Link link;
  private final Clock clock;
  private final long maxBytes;

  /// @param maxBytes what is longer than that is passed over
  RedisOldRecords(Link link, Clock clock, long maxBytes) {
    this.link = link;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  @Override
  public Optional<OldRecord> find(MediaId id) {
    return find(Keys.record(id)).filter(text -> text.bytes() <= maxBytes).map(text -> text);
  }

  /// The text under `key`, however long; empty where there is none.
  Optional<OldText> find(String key) {
    Exchange there = new Exchange(link).at(key);
    RedisFuture<Long> left = there.send(redis -> redis.pttl(key));
    long bytes = there.ask(redis -> redis.strlen(key), 0L);
    Lease lease = Lease.of(there.await(left), clock);
    return bytes == 0
        ? Optional.empty()
        : Optional.of(new OldText(link, key, bytes, lease, readers));
  }
}

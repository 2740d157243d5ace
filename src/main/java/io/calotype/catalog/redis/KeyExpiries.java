package io.calotype.catalog.redis;

import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.redis.RedisCall;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The expiry times of media according to Redis: an application may have changed the time to live
/// of a record. The time in Redis takes precedence, because Redis drops the record.
final class KeyExpiries {
  /// The tolerated difference between the clocks of Redis and of the server that wrote the record.
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private KeyExpiries() {}

  /// Returns `media` with the expiry of its key, which differs from its own only if an application
  /// has changed it.
  ///
  /// @param left the reply to `PTTL`: -1 for a key without expiry, -2 for an absent key
  /// @param now the time at Redis
  static Media of(Media media, long left, Instant now) {
    Instant own = media.lifetime().expires();
    if (left < -1 || (left == -1 && own == null)) {
      return media;
    }
    if (left == -1) {
      return media.living(new Lifetime(media.lifetime().created(), null));
    }
    Instant end = now.plusMillis(left).truncatedTo(ChronoUnit.SECONDS); // stable if read again
    return own != null && Duration.between(own, end).abs().compareTo(CLOCKS) <= 0
        ? media
        : media.living(new Lifetime(media.lifetime().created(), end));
  }

  /// Like the other method, for several media. All commands are sent before the first reply is
  /// awaited.
  static List<Media> of(RedisCall exchange, List<Media> media) {
    List<RedisFuture<Long>> left = new ArrayList<>();
    for (Media each : media) {
      String key = RedisKeys.record(each.id());
      left.add(exchange.at(key).send(redis -> redis.pttl(key)));
    }
    List<Media> living = new ArrayList<>();
    for (int i = 0; i < media.size(); i++) {
      RedisCall there = exchange.at(RedisKeys.record(media.get(i).id()));
      living.add(of(media.get(i), there.await(left.get(i)), exchange.now()));
    }
    return living;
  }
}

package io.calotype.catalog.redis;

import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The ends of media as Redis has them: an application may have changed the time to live of a
/// record. Redis decides, because it is Redis that drops the record.
final class KeyExpiries {
  /// How far the clocks of Redis and of the server that wrote the record may lie apart.
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private KeyExpiries() {}

  /// `media` with the end of its key, which is its own unless an application has changed it.
  ///
  /// @param left what `PTTL` says: -1 for a key without an end, -2 for none
  /// @param now the time at Redis
  static Media of(Media media, long left, Instant now) {
    Instant own = media.lifetime().expires();
    if (left < -1 || (left == -1 && own == null)) {
      return media;
    }
    if (left == -1) {
      return media.living(new Lifetime(media.lifetime().created(), null));
    }
    Instant end = now.plusMillis(left).truncatedTo(ChronoUnit.SECONDS); // found again as the same
    return own != null && Duration.between(own, end).abs().compareTo(CLOCKS) <= 0
        ? media
        : media.living(new Lifetime(media.lifetime().created(), end));
  }

  /// All of `media` so; every key is asked before one is waited for.
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

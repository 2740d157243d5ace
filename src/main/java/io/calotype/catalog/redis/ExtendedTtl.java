package io.calotype.catalog.redis;

import io.calotype.media.Media;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Media whose records live on in Redis after their end: an application has given their keys more
/// time, or no end. Their pictures are not deleted before Redis drops the key.
final class ExtendedTtl {
  private static final Duration CLOCKS = Duration.ofSeconds(5); // may differ by so much

  private ExtendedTtl() {}

  /// Those of `over` that are none.
  static List<Media> without(RedisCall exchange, List<Media> over) {
    List<RedisFuture<Long>> lives = new ArrayList<>();
    for (Media media : over) {
      String key = RedisKeys.record(media.id());
      lives.add(exchange.at(key).send(redis -> redis.pttl(key)));
    }
    List<Media> rest = new ArrayList<>();
    for (int i = 0; i < over.size(); i++) {
      String key = RedisKeys.record(over.get(i).id());
      if (!prolonged(over.get(i), exchange.at(key).await(lives.get(i)), exchange.now())) {
        rest.add(over.get(i));
      }
    }
    return rest;
  }

  /// @param left what `PTTL` says: -1 for a key without an end, -2 for none
  private static boolean prolonged(Media media, long left, Instant now) {
    Instant end = media.lifetime().expires();
    return left == -1
        || (left >= 0 && end != null && now.plusMillis(left).isAfter(end.plus(CLOCKS)));
  }
}

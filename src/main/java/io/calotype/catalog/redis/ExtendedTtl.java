package io.calotype.catalog.redis;

import io.calotype.media.Media;
import io.calotype.redis.RedisCall;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Media whose records remain in Redis after their expiry: an application has extended or removed
/// the time to live of their keys. Their pictures are kept until Redis drops the key.
final class ExtendedTtl {
  private static final Duration CLOCKS = Duration.ofSeconds(5); // tolerated clock difference

  private ExtendedTtl() {}

  /// Returns the media of `over` whose keys have no extended time to live.
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

  /// @param left the reply to `PTTL`: -1 for a key without expiry, -2 for an absent key
  private static boolean prolonged(Media media, long left, Instant now) {
    Instant end = media.lifetime().expires();
    return left == -1
        || (left >= 0 && end != null && now.plusMillis(left).isAfter(end.plus(CLOCKS)));
  }
}

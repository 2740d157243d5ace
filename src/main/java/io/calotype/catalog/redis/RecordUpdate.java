package io.calotype.catalog.redis;

import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisCall;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replaces a record and its copy if they are unchanged. Members that other programs have added to
/// the record stay.
final class RecordUpdate {
  private static final int TRIES = 10;

  /// The expiry of an application is known to a second.
  private static final Duration SECONDS = Duration.ofSeconds(2);

  private RecordUpdate() {}

  /// Returns false if the record is no longer `old`, or is absent.
  ///
  /// Errors: an `IllegalStateException` if the text differs from the one read in each of ten tries.
  /// Other programs then write constantly, or have written text that is not UTF-8.
  static boolean replace(RedisCall exchange, Media old, Media anew) {
    RedisCall home = exchange.at(RedisKeys.record(old.id()));
    for (int tries = 0; tries < TRIES; tries++) {
      Texts seen = Texts.of(home, old.id());
      Media stored = seen.media(old.id()).orElse(null);
      if (stored == null || !same(stored, old, seen.expiring(stored, home.now()))) {
        return false;
      }
      boolean expiryKept = anew.lifetime().equals(old.lifetime());
      Media become = expiryKept ? anew.living(stored.lifetime()) : anew;
      RecordChange change =
          new RecordChange(
              stored, become, seen.record, seen.copy, seen.become(stored, become), expiryKept);
      if (RedisRecordWriter.change(exchange, change)) {
        return true;
      }
      home.pause();
    }
    throw new IllegalStateException("the record of " + old.id() + " cannot be compared");
  }

  /// Returns whether `old` was read from the record `stored`. An application may have changed the
  /// expiry, which reads as `expiring`.
  private static boolean same(Media stored, Media old, Lifetime expiring) {
    return stored.living(old.lifetime()).equals(old)
        && stored.lifetime().created().equals(old.lifetime().created())
        && (expiring.equals(old.lifetime())
            || (!expiring.equals(stored.lifetime())
                && near(expiring.expires(), old.lifetime().expires())));
  }

  private static boolean near(@Nullable Instant one, @Nullable Instant other) {
    return one != null
        && other != null
        && Duration.between(one, other).abs().compareTo(SECONDS) <= 0;
  }

  /// The stored texts of a media.
  ///
  /// @param record empty if there is none
  /// @param copy empty if there is none
  /// @param left the remaining time to live in milliseconds, or -1
  private record Texts(String record, String copy, long left) {

    static Texts of(RedisCall home, MediaId id) {
      String key = RedisKeys.record(id);
      RedisFuture<Long> left = home.send(redis -> redis.pttl(key));
      String record = home.ask(redis -> redis.getrange(key, 0, RedisRecordReader.MAX_READ - 1), "");
      @Nullable String copy = home.awaitOrNull(home.send(redis -> redis.get(RedisKeys.kept(id))));
      return new Texts(record, copy == null ? "" : copy, home.await(left));
    }

    Optional<Media> media(MediaId id) {
      return elsewhere(id) ? RecordJson.media(id, copy) : RecordJson.media(id, record);
    }

    private boolean elsewhere(MediaId id) {
      return RecordJson.read(id, record) instanceof RecordJson.Reading.Elsewhere;
    }

    Lifetime expiring(Media stored, Instant now) {
      return KeyExpiries.of(stored, left, now).lifetime();
    }

    /// The record of `anew` in place of that of `old`.
    String become(Media old, Media anew) {
      return RecordJson.changed(old, anew, record);
    }
  }
}

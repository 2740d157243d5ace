package io.calotype.catalog.redis;

import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisCall;
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
      StoredTexts seen = StoredTexts.read(exchange, old.id());
      Media stored = media(old.id(), seen).orElse(null);
      if (stored == null || !same(stored, old, expiring(stored, seen, home.now()))) {
        return false;
      }
      boolean expiryKept = anew.lifetime().equals(old.lifetime());
      Media become = expiryKept ? anew.living(stored.lifetime()) : anew;
      RecordChange change =
          new RecordChange(
              stored,
              become,
              seen.record(),
              seen.copy(),
              RecordJson.changed(stored, become, seen.record()),
              expiryKept);
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

  private static Optional<Media> media(MediaId id, StoredTexts seen) {
    boolean elsewhere = RecordJson.read(id, seen.record()) instanceof RecordJson.Reading.Elsewhere;
    return RecordJson.media(id, elsewhere ? seen.copy() : seen.record());
  }

  private static Lifetime expiring(Media stored, StoredTexts seen, Instant now) {
    return KeyExpiries.of(stored, seen.left(), now).lifetime();
  }
}

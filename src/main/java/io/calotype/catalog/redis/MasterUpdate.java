package io.calotype.catalog.redis;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Replaces the master in a record and in its copy, if there is one. The index does not change, and
/// both are in one slot, so that one script suffices also in a cluster. Members that other programs
/// have added to the record stay.
final class MasterUpdate {
  private static final int TRIES = 10;

  private MasterUpdate() {}

  /// Returns false if the record is no longer `old`, or is absent.
  ///
  /// Errors: an `IllegalStateException` if the text differs from the one read in each of ten tries.
  /// Other programs then write constantly, or have written text that is not UTF-8.
  static boolean replace(RedisCall exchange, Media old, Media anew) {
    RedisCall home = exchange.at(RedisKeys.record(old.id()));
    if (!exchange.alone()) {
      ChangeStream.announce(exchange, old.id().value());
    }
    for (int tries = 0; tries < TRIES; tries++) {
      Texts seen = Texts.of(home, old.id());
      Media stored = seen.media(old.id()).orElse(null);
      if (stored == null || !same(stored, old)) {
        return false;
      }
      if (swapped(home, old.id(), seen, seen.with(anew.living(stored.lifetime())))) {
        if (!exchange.alone()) {
          ChangeStream.confirm(exchange, old.id().value());
        }
        return true;
      }
      home.pause();
    }
    throw new IllegalStateException("the record of " + old.id() + " cannot be compared");
  }

  /// Returns whether both are equal except for the expiry, which an application may have changed.
  private static boolean same(Media stored, Media old) {
    return stored.lifetime().created().equals(old.lifetime().created())
        && stored.living(old.lifetime()).equals(old);
  }

  private static boolean swapped(RedisCall home, MediaId id, Texts seen, Texts become) {
    return home.run(
        RecordScripts.REMASTER,
        home.alone()
            ? new String[] {RedisKeys.record(id), RedisKeys.kept(id), ChangeStream.KEY}
            : new String[] {RedisKeys.record(id), RedisKeys.kept(id)},
        home.deadline(),
        seen.record(),
        seen.copy(),
        become.record(),
        become.copy(),
        id.value());
  }

  /// The stored texts of a media.
  ///
  /// @param record empty if there is none
  /// @param copy empty if there is none
  private record Texts(String record, String copy) {

    static Texts of(RedisCall home, MediaId id) {
      String record =
          home.ask(
              redis -> redis.getrange(RedisKeys.record(id), 0, RedisRecordReader.MAX_READ - 1), "");
      @Nullable String copy = home.awaitOrNull(home.send(redis -> redis.get(RedisKeys.kept(id))));
      return new Texts(record, copy == null ? "" : copy);
    }

    Optional<Media> media(MediaId id) {
      return elsewhere(id) ? RecordJson.media(id, copy) : RecordJson.media(id, record);
    }

    Texts with(Media anew) {
      return new Texts(
          elsewhere(anew.id()) ? record : RecordJson.imported(anew, record),
          copy.isEmpty() ? "" : RecordJson.whole(anew));
    }

    private boolean elsewhere(MediaId id) {
      return RecordJson.read(id, record) instanceof RecordJson.Reading.Elsewhere;
    }
  }
}

package io.calotype.catalog.redis;

import io.calotype.catalog.MediaEvent;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Adds, changes and removes records, by one script if one server has all keys.
///
/// In a cluster a record and its index are in different slots, and the record is authoritative. One
/// script changes the record. Its index is written before the record is added, and removed after
/// the record was removed. A server that adds a record holds a claim meanwhile, so that no two
/// servers write the same index. While the claim or its trace exists, an entry without a record is
/// not repaired. A crash leaves only entries without a record.
final class RedisRecordWriter {
  /// Longer than the deadline of a call, so that a change under a claim is done or void when the
  /// claim ends.
  private static final Duration CLAIM = Duration.ofSeconds(5);

  private static final int OTHERS = 2; // reply of RecordScripts.CLAIM if another claim exists

  private RedisRecordWriter() {}

  /// Adds a record. Returns false if the id is taken.
  static boolean add(RedisCall exchange, Media media) {
    return exchange.alone() ? addAtOnce(exchange, media) : addInSteps(exchange, media);
  }

  private static boolean addAtOnce(RedisCall exchange, Media media) {
    Stream<String> scores = RedisKeys.index(media).values().stream().map(String::valueOf);
    return exchange.run(
        RecordScripts.ADD,
        with(RedisKeys.all(media), RedisEvents.KEY),
        Stream.of(
                Stream.of(exchange.deadline(), media.id().value()),
                texts(media),
                scores,
                RedisEvents.arguments(MediaEvent.uploaded(media)))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static String[] with(String[] keys, String... others) {
    return Stream.concat(Stream.of(keys), Stream.of(others)).toArray(String[]::new);
  }

  /// The texts that a script writes: the record, its copy or an empty text, the expiry or an empty
  /// text.
  private static Stream<String> texts(Media media) {
    String whole = RecordJson.whole(media);
    String record = RecordJson.fitted(media, whole);
    Instant expires = media.lifetime().expires();
    return Stream.of(
        record,
        expires == null && record.equals(whole) ? "" : whole,
        expires == null ? "" : String.valueOf(expires.toEpochMilli()));
  }

  private static boolean addInSteps(RedisCall exchange, Media media) {
    RedisCall home = exchange.at(RedisKeys.record(media.id()));
    String token = UUID.randomUUID().toString();
    if (!claim(RecordScripts.CLAIM, home, media.id(), token)) {
      return false;
    }
    enter(exchange, media);
    boolean added =
        home.run(
            RecordScripts.ADD_CLAIMED,
            RedisKeys.home(media.id()),
            Stream.of(Stream.of(home.deadline(), token), texts(media), Stream.of(millis(CLAIM)))
                .flatMap(part -> part)
                .toArray(String[]::new));
    return RedisEvents.follow(exchange, added, MediaEvent.uploaded(media));
  }

  /// Replaces a text by `record` of `media`. Returns false if the text has changed.
  ///
  /// @param seen its SHA-1 in hex, and its remaining time to live in milliseconds, or -1
  static boolean importRecord(RedisCall exchange, Media media, String record, List<String> seen) {
    String copy = media.lifetime().expires() == null ? "" : RecordJson.whole(media);
    List<String> texts = Stream.concat(Stream.of(record, copy), seen.stream()).toList();
    return exchange.alone()
        ? importAtOnce(exchange, media, texts)
        : importInSteps(exchange, media, texts);
  }

  private static boolean importAtOnce(RedisCall exchange, Media media, List<String> texts) {
    Stream<String> scores = RedisKeys.index(media).values().stream().map(String::valueOf);
    return exchange.run(
        RecordScripts.IMPORT,
        with(RedisKeys.all(media), RedisEvents.KEY),
        Stream.of(
                Stream.of(exchange.deadline(), media.id().value()),
                texts.stream(),
                scores,
                RedisEvents.arguments(MediaEvent.uploaded(media)))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static boolean importInSteps(RedisCall exchange, Media media, List<String> texts) {
    RedisCall home = exchange.at(RedisKeys.record(media.id()));
    String token = UUID.randomUUID().toString();
    if (!claim(RecordScripts.CLAIM_IMPORT, home, media.id(), token)) {
      return false;
    }
    enter(exchange, media);
    boolean lifted =
        home.run(
            RecordScripts.IMPORT_CLAIMED,
            RedisKeys.home(media.id()),
            Stream.of(Stream.of(home.deadline(), token), texts.stream(), Stream.of(millis(CLAIM)))
                .flatMap(part -> part)
                .toArray(String[]::new));
    if (!lifted) { // allows an immediate retry
      var _ = home.ask(redis -> redis.del(RedisKeys.change(media.id())));
    }
    return RedisEvents.follow(exchange, lifted, MediaEvent.uploaded(media));
  }

  /// Replaces the texts of a record, its copy and its index entries. Returns false if the texts
  /// have changed.
  ///
  /// In a cluster, the entries that the record loses are removed before the claim ends: a later
  /// change may enter them again, with the same score.
  static boolean change(RedisCall exchange, RecordChange change) {
    if (exchange.alone()) {
      return changeAtOnce(exchange, change, change.keys());
    }
    ChangeStream.announce(exchange, ChangeStream.Kind.CHANGED, change.id().value());
    RedisCall home = exchange.at(RedisKeys.record(change.id()));
    boolean indexKept = change.leaving().isEmpty() && change.entering().isEmpty();
    boolean changed =
        indexKept
            ? changeAtOnce(home, change, RedisKeys.home(change.id()))
            : changeInSteps(exchange, change);
    ChangeStream.confirm(exchange, ChangeStream.Kind.CHANGED, change.id().value());
    return RedisEvents.follow(exchange, changed, change.event());
  }

  private static boolean changeAtOnce(RedisCall home, RecordChange change, String[] keys) {
    return home.run(
        RecordScripts.CHANGE,
        keys,
        Stream.of(
                Stream.of(home.deadline(), change.id().value()),
                change.texts(),
                Stream.of(millis(CLAIM)),
                change.moves())
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static boolean changeInSteps(RedisCall exchange, RecordChange change) {
    RedisCall home = exchange.at(RedisKeys.record(change.id()));
    String token = UUID.randomUUID().toString();
    if (!claim(RecordScripts.CLAIM_IMPORT, home, change.id(), token)) {
      return false;
    }
    enter(exchange, change.id(), change.entering());
    boolean changed =
        home.run(
            RecordScripts.CHANGE_CLAIMED,
            RedisKeys.home(change.id()),
            Stream.concat(Stream.of(home.deadline(), token), change.texts())
                .toArray(String[]::new));
    if (changed) {
      leave(exchange, change.id(), change.leaving());
    }
    quietly(() -> release(home, change.id(), token));
    return changed;
  }

  private static void release(RedisCall home, MediaId id, String token) {
    var _ =
        home.run(RecordScripts.RELEASE, RedisKeys.home(id), home.deadline(), token, millis(CLAIM));
  }

  /// Takes the claim. Waits for other servers that add the same id, because they may fail.
  private static boolean claim(RedisScript script, RedisCall home, MediaId id, String token) {
    long said = OTHERS;
    while (said == OTHERS) {
      said =
          home.begin(script, RedisKeys.home(id), home.deadline(), token, millis(CLAIM)).getAsLong();
      if (said == OTHERS) {
        home.pause();
      }
    }
    return said == 1;
  }

  /// Writes all index entries of `media`, or throws.
  static void enter(RedisCall exchange, Media media) {
    enter(exchange, media.id(), RedisKeys.index(media));
  }

  private static void enter(RedisCall exchange, MediaId id, Map<String, Long> entries) {
    List<LongSupplier> sent = new ArrayList<>();
    entries.forEach(
        (key, score) -> sent.add(begin(RecordScripts.ENTER, exchange.at(key), key, id, score)));
    for (LongSupplier reply : sent) {
      var _ = reply.getAsLong();
    }
  }

  /// Removes the index entries that can be removed. They match no record any more, and readers
  /// repair the rest.
  private static void leave(RedisCall exchange, MediaId id, Map<String, Long> entries) {
    List<LongSupplier> sent = new ArrayList<>();
    entries.forEach((key, score) ->
        quietly(() -> sent.add(begin(RecordScripts.MEND, exchange.at(key), key, id, score))));
    for (LongSupplier reply : sent) {
      quietly(() -> {
        var _ = reply.getAsLong();
      });
    }
  }

  private static LongSupplier begin(
      RedisScript script, RedisCall there, String key, MediaId id, long score) {
    return there.begin(
        script, new String[] {key}, there.deadline(), id.value(), String.valueOf(score));
  }

  private static void quietly(Runnable change) {
    try {
      change.run();
    } catch (MediaException _) {
      // The server of the entry is away; readers repair it.
    }
  }

  /// Removes a record. Returns 1 if it is removed, 0 if there was none, and 2 if its texts have
  /// changed since `digests` was read.
  static long remove(RedisCall exchange, RedisRecordReader.Found found, String digests) {
    Media media = found.media();
    String standing = found.standing() ? "1" : "";
    if (exchange.alone()) {
      String id = media.id().value();
      String[] arguments =
          Stream.concat(
                  Stream.of(exchange.deadline(), id, standing, digests),
                  RedisEvents.arguments(MediaEvent.deleted(media)))
              .toArray(String[]::new);
      String[] keys = with(RedisKeys.all(media), ChangeStream.KEY, RedisEvents.KEY);
      return exchange.begin(RecordScripts.REMOVE, keys, arguments).getAsLong();
    }
    ChangeStream.announce(exchange, ChangeStream.Kind.REMOVED, media.id().value());
    RedisCall home = exchange.at(RedisKeys.record(media.id()));
    String[] keys = RedisKeys.home(media.id());
    long removed =
        home.begin(
                RecordScripts.REMOVE_HOME, keys, home.deadline(), millis(CLAIM), standing, digests)
            .getAsLong();
    if (removed == 1) {
      ChangeStream.confirm(exchange, ChangeStream.Kind.REMOVED, media.id().value());
      leave(exchange, media.id(), RedisKeys.index(media));
    }
    var _ = RedisEvents.follow(exchange, removed == 1, MediaEvent.deleted(media));
    return removed;
  }

  /// The digests of the texts that [#add] writes for `media`.
  static String digests(Media media) {
    List<String> texts = texts(media).toList();
    return StoredTexts.digests(texts.get(0), texts.get(1));
  }

  /// Removes the record `id`, which cannot be parsed, and its copy. Readers repair its index.
  static boolean removeHome(RedisCall exchange, MediaId id) {
    RedisCall home = exchange.at(RedisKeys.record(id));
    ChangeStream.announce(exchange, ChangeStream.Kind.REMOVED, id.value());
    boolean removed =
        home.run(
            RecordScripts.REMOVE_HOME, RedisKeys.home(id), home.deadline(), millis(CLAIM), "1", "");
    ChangeStream.confirm(exchange, ChangeStream.Kind.REMOVED, id.value());
    return RedisEvents.follow(exchange, removed, MediaEvent.deleted(id));
  }

  private static String millis(Duration time) {
    return String.valueOf(time.toMillis());
  }
}

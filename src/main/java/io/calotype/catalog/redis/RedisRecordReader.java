package io.calotype.catalog.redis;

import io.calotype.catalog.DamagedRecords;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisCall;
import io.lettuce.core.RedisFuture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads records, and their copies if a record is dropped, cut or damaged.
final class RedisRecordReader {
  private RedisRecordReader() {}

  /// A media that was found.
  ///
  /// @param standing whether its record exists, and not only the copy
  record Found(Media media, boolean standing) {}

  /// The result of reading several media.
  ///
  /// @param media the media by their ids
  /// @param damaged the ids whose record exists but cannot be parsed
  record Read(Map<MediaId, Media> media, Set<MediaId> damaged) {}

  /// Returns the media `id` from its record in `texts`, or from the copy if Redis has dropped the
  /// record.
  ///
  /// Errors: `RecordDamaged` if the record cannot be parsed and has no copy.
  static Optional<Found> find(StoredTexts texts, MediaId id, DamagedRecords damaged) {
    Supplier<Optional<Media>> kept = () -> RecordJson.media(id, texts.copy());
    Optional<Found> found =
        switch (RecordJson.read(id, texts.record())) {
          case RecordJson.Reading.Whole(Media media) -> Optional.of(new Found(media, true));
          case RecordJson.Reading.Elsewhere() -> kept.get().map(media -> new Found(media, true));
          case RecordJson.Reading.Damaged() ->
              Optional.of(new Found(kept.get().orElseThrow(() -> unreadable(id, damaged)), true));
          case RecordJson.Reading.Foreign() -> kept.get().map(media -> new Found(media, false));
        };
    damaged.forget(id);
    return found;
  }

  private static MediaException unreadable(MediaId id, DamagedRecords damaged) {
    MediaException failure = new MediaException(new Failure.RecordDamaged(id));
    damaged.note(id.value(), failure);
    return failure;
  }

  /// Reads the media of `ids` that have a record.
  static Read standing(RedisCall exchange, List<MediaId> ids, DamagedRecords damaged) {
    Map<MediaId, Media> found = new LinkedHashMap<>();
    Set<MediaId> unreadable = new LinkedHashSet<>();
    List<MediaId> elsewhere = new ArrayList<>();
    texts(exchange, ids, RedisKeys::record)
        .forEach((id, text) -> {
          switch (RecordJson.read(id, text)) {
            case RecordJson.Reading.Whole(Media media) -> found.put(id, media);
            case RecordJson.Reading.Elsewhere() -> elsewhere.add(id);
            case RecordJson.Reading.Damaged() -> {
              elsewhere.add(id);
              unreadable.add(id);
            }
            case RecordJson.Reading.Foreign() -> {}
          }
        });
    found.putAll(kept(exchange, elsewhere));
    unreadable.removeAll(found.keySet());
    unreadable.forEach(id -> unreadable(id, damaged));
    ids.stream().filter(id -> !unreadable.contains(id)).forEach(damaged::forget);
    return new Read(found, unreadable);
  }

  /// Reads the media of `ids` from their records, or from the copies if there is no record.
  static Read left(RedisCall exchange, List<MediaId> ids, DamagedRecords damaged) {
    Read standing = standing(exchange, ids, damaged);
    Map<MediaId, Media> found = new LinkedHashMap<>(standing.media);
    List<MediaId> dropped = ids.stream().filter(id -> !found.containsKey(id)).toList();
    found.putAll(kept(exchange, dropped));
    return new Read(found, standing.damaged);
  }

  private static Map<MediaId, Media> kept(RedisCall exchange, List<MediaId> ids) {
    Map<MediaId, Media> found = new LinkedHashMap<>();
    texts(exchange, ids, RedisKeys::kept)
        .forEach((id, text) -> RecordJson.media(id, text).ifPresent(media -> found.put(id, media)));
    return found;
  }

  /// The texts under the keys of `ids`, for those that have one.
  static Map<MediaId, String> texts(
      RedisCall exchange, List<MediaId> ids, Function<MediaId, String> key) {
    List<String> keys = ids.stream().map(key).toList();
    List<@Nullable String> replies =
        exchange.alone() ? together(exchange, keys) : each(exchange, keys);
    Map<MediaId, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < replies.size(); i++) {
      String text = replies.get(i);
      if (text != null) {
        texts.put(ids.get(i), text);
      }
    }
    return texts;
  }

  private static List<@Nullable String> together(RedisCall exchange, List<String> keys) {
    List<@Nullable String> texts = new ArrayList<>();
    if (!keys.isEmpty()) {
      exchange
          .ask(redis -> redis.mget(keys.toArray(String[]::new)))
          .forEach(reply -> texts.add(reply.hasValue() ? reply.getValue() : null));
    }
    return texts;
  }

  /// Reads each text from its server. All commands are sent before the first reply is awaited.
  private static List<@Nullable String> each(RedisCall exchange, List<String> keys) {
    List<Supplier<@Nullable String>> replies = new ArrayList<>();
    for (String key : keys) {
      RedisCall there = exchange.at(key);
      RedisFuture<String> reply = there.send(redis -> redis.get(key));
      replies.add(() -> there.awaitOrNull(reply));
    }
    List<@Nullable String> texts = new ArrayList<>();
    replies.forEach(reply -> texts.add(reply.get()));
    return texts;
  }
}

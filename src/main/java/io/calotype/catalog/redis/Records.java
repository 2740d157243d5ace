package io.calotype.catalog.redis;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads records, and their copies where a record is not enough.
final class Records {
  /// Others may add members to a record, and a foreign text may be a whole picture: what is longer
  /// is not read to its end, and so is no record.
  static final long MAX_READ = 64 << 10;

  private Records() {}

  /// A media that was found.
  ///
  /// @param standing whether its record is there, and not a copy alone
  record Found(Media media, boolean standing) {}

  /// The media `id` by its record, or by the copy where Redis has dropped that.
  static Optional<Found> find(Exchange exchange, MediaId id) {
    String text = exchange.ask(redis -> redis.getrange(Keys.record(id), 0, MAX_READ - 1), "");
    return switch (RecordJson.read(id, text)) {
      case RecordJson.Reading.Whole(Media media) -> Optional.of(new Found(media, true));
      case RecordJson.Reading.Elsewhere() ->
          kept(exchange, id).map(media -> new Found(media, true));
      case RecordJson.Reading.Foreign() -> kept(exchange, id).map(media -> new Found(media, false));
    };
  }

  private static Optional<Media> kept(Exchange exchange, MediaId id) {
    @Nullable String text = exchange.ask(redis -> redis.hget(Keys.KEPT, id.value()));
    return RecordJson.media(id, text);
  }

  /// The media of `ids` that have a record.
  static Map<MediaId, Media> standing(Exchange exchange, List<MediaId> ids) {
    List<@Nullable String> texts = texts(exchange.ask(redis -> redis.mget(Keys.records(ids))));
    Map<MediaId, Media> found = new LinkedHashMap<>();
    List<MediaId> elsewhere = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      switch (reading(ids.get(i), texts.get(i))) {
        case RecordJson.Reading.Whole(Media media) -> found.put(media.id(), media);
        case RecordJson.Reading.Elsewhere() -> elsewhere.add(ids.get(i));
        case RecordJson.Reading.Foreign() -> {}
      }
    }
    if (!elsewhere.isEmpty()) {
      found.putAll(kept(elsewhere, texts(exchange.await(sendKept(exchange, elsewhere)))));
    }
    return found;
  }

  /// The media of `ids` by their records, and by the copies where there is none.
  static Map<MediaId, Media> left(Exchange exchange, List<MediaId> ids) {
    RedisFuture<List<KeyValue<String, String>>> copies = sendKept(exchange, ids);
    Map<MediaId, Media> found = standing(exchange, ids);
    kept(ids, texts(exchange.await(copies))).forEach(found::putIfAbsent);
    return found;
  }

  private static RedisFuture<List<KeyValue<String, String>>> sendKept(
      Exchange exchange, List<MediaId> ids) {
    String[] names = ids.stream().map(MediaId::value).toArray(String[]::new);
    return exchange.send(redis -> redis.hmget(Keys.KEPT, names));
  }

  private static Map<MediaId, Media> kept(List<MediaId> ids, List<@Nullable String> texts) {
    Map<MediaId, Media> found = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      RecordJson.media(ids.get(i), texts.get(i)).ifPresent(media -> found.put(media.id(), media));
    }
    return found;
  }

  private static RecordJson.Reading reading(MediaId id, @Nullable String text) {
    return text == null ? new RecordJson.Reading.Foreign() : RecordJson.read(id, text);
  }

  private static List<@Nullable String> texts(List<KeyValue<String, String>> replies) {
    List<@Nullable String> texts = new ArrayList<>();
    replies.forEach(reply -> texts.add(reply.hasValue() ? reply.getValue() : null));
    return texts;
  }
}

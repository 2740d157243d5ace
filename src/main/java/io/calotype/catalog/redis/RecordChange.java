package io.calotype.catalog.redis;

import io.calotype.catalog.MediaEvent;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.ChangeStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A conditional change of a record from one text to another.
///
/// @param old the stored media
/// @param anew the media afterwards
/// @param record the text of the record as it was read
/// @param copy the text of its copy as it was read; empty if there was none
/// @param become the text of the record afterwards
/// @param expiryKept whether the record keeps its time to live
record RecordChange(
    Media old, Media anew, String record, String copy, String become, boolean expiryKept) {

  MediaId id() {
    return old.id();
  }

  /// The arguments of the scripts from the third to the seventh: the texts and the expiry.
  Stream<String> texts() {
    return Stream.of(record, copy, become, copyAfterwards(), expiry());
  }

  /// A record that never expires and is complete needs no copy.
  private String copyAfterwards() {
    boolean complete = RecordJson.media(id(), become).isPresent();
    return anew.lifetime().expires() == null && complete ? "" : RecordJson.whole(anew);
  }

  private String expiry() {
    Instant expires = anew.lifetime().expires();
    if (expiryKept) {
      return "kept";
    }
    return expires == null ? "none" : String.valueOf(expires.toEpochMilli());
  }

  /// The sorted sets that no longer contain the media, with its old scores.
  Map<String, Long> leaving() {
    Map<String, Long> leaving = new LinkedHashMap<>(RedisKeys.index(old));
    leaving.keySet().removeAll(RedisKeys.index(anew).keySet());
    return leaving;
  }

  /// The sorted sets that contain the media afterwards and did not, or with another score.
  Map<String, Long> entering() {
    Map<String, Long> entering = new LinkedHashMap<>(RedisKeys.index(anew));
    entering.entrySet().removeAll(RedisKeys.index(old).entrySet());
    return entering;
  }

  /// The keys of the script that changes record and index in one step.
  String[] keys() {
    return Stream.of(
            Stream.of(RedisKeys.home(id())),
            leaving().keySet().stream(),
            entering().keySet().stream(),
            Stream.of(ChangeStream.KEY, RedisEvents.KEY))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  /// The arguments about the index and the event, for the script that changes record and index in
  /// one step.
  Stream<String> moves() {
    Stream<Long> index =
        Stream.concat(
            Stream.of((long) leaving().size()), List.copyOf(entering().values()).stream());
    return Stream.concat(index.map(String::valueOf), RedisEvents.arguments(event()));
  }

  /// The event of this change.
  MediaEvent event() {
    return MediaEvent.changed(old, anew);
  }
}

package io.calotype.catalog.redis;

import io.calotype.catalog.EventJournal;
import io.calotype.catalog.MediaEvent;
import io.calotype.catalog.Readers;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaKind;
import io.calotype.redis.RedisCall;
import io.calotype.telemetry.EventLog;
import io.lettuce.core.XAddArgs;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The events of media, a stream. An entry has the fields `type id kind before after`; the last
/// three may be empty. The id of the entry is the position of the event.
///
/// One server: the script that changes a record appends the entry. Cluster: the stream has another
/// slot than the record, and [#follow] appends the entry after the change.
final class RedisEvents {
  /// The key of the stream.
  static final String KEY = "calotype:events";

  /// Lua that appends an event to the stream, whose key is the last one. The last five arguments
  /// are [#arguments].
  static final String APPEND =
      ("redis.call('XADD', KEYS[#KEYS], 'MAXLEN', '~', %d, '*', 'type', ARGV[#ARGV - 4],"
              + " 'id', ARGV[#ARGV - 3], 'kind', ARGV[#ARGV - 2], 'before', ARGV[#ARGV - 1],"
              + " 'after', ARGV[#ARGV]) ")
          .formatted(EventJournal.KEPT);

  private RedisEvents() {}

  /// The arguments of [#APPEND].
  static Stream<String> arguments(MediaEvent event) {
    MediaKind kind = event.kind();
    return Stream.of(
        event.type().text(),
        event.id().value(),
        kind == null ? "" : kind.text(),
        text(event.before()),
        text(event.after()));
  }

  private static String text(@Nullable Readers readers) {
    return readers == null ? "" : readers.text();
  }

  /// Appends `event` by a command of its own.
  ///
  /// Errors: those of [RedisCall].
  static void add(RedisCall call, MediaEvent event) {
    XAddArgs trimmed = XAddArgs.Builder.maxlen(EventJournal.KEPT).approximateTrimming();
    String[] values = arguments(event).toArray(String[]::new);
    Object[] fields = {
      "type", values[0], "id", values[1], "kind", values[2], "before", values[3], "after", values[4]
    };
    var _ = call.at(KEY).ask(redis -> redis.xadd(KEY, trimmed, fields));
  }

  /// Appends `event` after its change, if it was `made`. The change stands without its event if
  /// this fails. Returns `made`.
  static boolean follow(RedisCall call, boolean made, MediaEvent event) {
    if (made) {
      try {
        add(call, event);
      } catch (MediaException away) {
        EventLog.warn("event.lost", "type", event.type().text(), "id", event.id());
      }
    }
    return made;
  }

  /// Reads an event from the fields of an entry; null if it is one of a later version.
  static @Nullable MediaEvent read(Map<String, String> fields) {
    return MediaEvent.read(
        fields.getOrDefault("type", ""),
        fields.getOrDefault("id", ""),
        MediaKind.parse(fields.getOrDefault("kind", "")).orElse(null),
        fields.get("before"),
        fields.get("after"));
  }
}

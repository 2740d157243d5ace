package io.calotype.http.events;

import io.calotype.catalog.EventPosition;
import io.calotype.catalog.MediaEvent;
import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/// The text of server-sent events.
final class EventText {
  /// A comment. It keeps proxies from closing a silent connection.
  static final String HEARTBEAT = ":\n\n";

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final int RETRY_MILLIS = 2_000;

  private EventText() {}

  /// The first lines of a response that resumes: the pause before the client connects again.
  static String resumed() {
    return "retry: " + RETRY_MILLIS + "\n\n";
  }

  /// The first lines of a response that does not resume. A client that loses its connection before
  /// the first event resumes at `from`.
  static String begun(Instant from) {
    return "retry: " + RETRY_MILLIS + "\nid: " + from.toEpochMilli() + "\n\n";
  }

  /// The event that tells the client that others were missed.
  ///
  /// @param from the time at which the client may resume
  static String reset(Instant from) {
    return "id: %d\nevent: reset\ndata: {\"at\":\"%s\"}\n\n"
        .formatted(from.toEpochMilli(), TIME.format(from));
  }

  /// An event of a media.
  ///
  /// @param kind null if it is unknown
  static String event(
      EventPosition position, MediaEvent.Type type, MediaId id, @Nullable MediaKind kind) {
    String quoted = kind == null ? "null" : '"' + kind.text() + '"';
    return "id: %s\nevent: %s\ndata: {\"id\":\"%s\",\"kind\":%s,\"at\":\"%s\"}\n\n"
        .formatted(position, type.text(), id.value(), quoted, TIME.format(position.time()));
  }
}

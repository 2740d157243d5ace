package io.calotype.http.events;

import io.calotype.catalog.EventPosition;
import io.calotype.events.EventFeed;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The point at which a client resumes: the value of `Last-Event-ID`.
///
/// It is the position of an event that the client has received, or a time in milliseconds since
/// 1970. A response begins with a time, because the position of the last event could be that of one
/// that is hidden from the caller.
sealed interface ResumePoint {
  /// Matches a time.
  Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

  /// After the event at `position`.
  record After(EventPosition position) implements ResumePoint {}

  /// From `time` on.
  record Since(Instant time) implements ResumePoint {}

  /// A text that this server has not sent.
  record Unknown() implements ResumePoint {}

  /// Parses the value of `Last-Event-ID`.
  static ResumePoint parse(String text) {
    return MILLIS.matcher(text).matches()
        ? new Since(Instant.ofEpochMilli(Long.parseLong(text)))
        : EventPosition.parse(text).<ResumePoint>map(After::new).orElseGet(Unknown::new);
  }

  /// The place in `feed`; empty if events may have been missed.
  default OptionalLong place(EventFeed feed) {
    return switch (this) {
      case After(EventPosition position) -> feed.after(position);
      case Since(Instant time) -> feed.since(time);
      case Unknown() -> OptionalLong.empty();
    };
  }
}

package io.calotype.client;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Reads the lines of server-sent events as Calotype writes them: each field has one line.
final class EventParser {
  private final Map<String, String> fields = new HashMap<>();
  private String lastId;

  /// @param lastId the id with which to resume; null for none
  EventParser(String lastId) {
    this.lastId = lastId;
  }

  /// The id with which to resume; null for none.
  String lastId() {
    return lastId;
  }

  /// Forgets the lines of an event that a lost connection has cut.
  void begin() {
    fields.clear();
  }

  /// Reads a line. Returns the event that it completes, or null.
  Event line(String line) {
    if (!line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).stripLeading());
      }
      return null;
    }
    Map<String, String> read = Map.copyOf(fields);
    fields.clear();
    lastId = read.getOrDefault("id", lastId);
    return read.containsKey("event") ? event(read) : null;
  }

  private Event event(Map<String, String> read) {
    Members data = Members.read(read.getOrDefault("data", "{}").getBytes(StandardCharsets.UTF_8));
    try {
      return new Event(
          lastId == null ? "" : lastId,
          read.get("event"),
          data.textOrNull("id"),
          data.has("kind") ? Kind.valueOf(data.text("kind").toUpperCase(Locale.ROOT)) : null,
          data.has("at") ? Instant.parse(data.text("at")) : null);
    } catch (DateTimeException | IllegalArgumentException notOurs) {
      throw new UnexpectedAnswerException("not an event of a media", notOurs);
    }
  }
}

package io.calotype.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A log event.
///
/// @param name its name
/// @param pairs its names and values, in this order
/// @param cause the bug or fault; null for other events
public record Event(String name, SequencedMap<String, Object> pairs, @Nullable Throwable cause) {

  /// Creates an event.
  ///
  /// @param pairs name, value, name, value; null is logged as `null`
  static Event of(String name, @Nullable Throwable cause, Object... pairs) {
    SequencedMap<String, Object> byName = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      byName.put(String.valueOf(pairs[i]), pairs[i + 1] == null ? "null" : pairs[i + 1]);
    }
    return new Event(name, byName, cause);
  }

  /// Returns the pairs, preceded by the name as the pair `event`.
  public SequencedMap<String, Object> members() {
    SequencedMap<String, Object> members = new LinkedHashMap<>(Map.of("event", name));
    members.putAll(pairs);
    return members;
  }

  @Override
  public String toString() {
    return name + " " + pairs;
  }
}

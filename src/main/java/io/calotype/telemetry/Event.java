package io.calotype.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Something that has happened.
///
/// @param name what
/// @param pairs what there is to say of it, in this order
/// @param cause the bug or fault that it is; null for anything else
public record Event(String name, SequencedMap<String, Object> pairs, @Nullable Throwable cause) {

  /// @param pairs name, value, name, value; what is null is said to be
  static Event of(String name, @Nullable Throwable cause, Object... pairs) {
    SequencedMap<String, Object> byName = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      byName.put(String.valueOf(pairs[i]), pairs[i + 1] == null ? "null" : pairs[i + 1]);
    }
    return new Event(name, byName, cause);
  }

  /// The pairs behind the name, which is the pair `event`.
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

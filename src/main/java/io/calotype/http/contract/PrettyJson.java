package io.calotype.http.contract;

import io.calotype.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// JSON in several lines, for people.
final class PrettyJson {
  /// Longer values take several lines.
  private static final int LINE = 72;

  private PrettyJson() {}

  /// The text of `value`, indented by two spaces a level.
  static String of(JsonValue value) {
    return text(value, "\n");
  }

  private static String text(JsonValue value, String begin) {
    String line = value.toString();
    if (line.length() <= LINE - begin.length()
        && !value.members().values().stream().anyMatch(JsonValue::nested)) {
      return line;
    }
    String deeper = begin + "  ";
    return switch (value.value()) {
      case Map<?, ?> _ ->
          lines(
              "{}",
              value.members().entrySet().stream()
                  .map(member ->
                      new JsonValue(member.getKey()) + ": " + text(member.getValue(), deeper)),
              begin);
      case List<?> _ -> lines("[]", value.items().stream().map(item -> text(item, deeper)), begin);
      case null, default -> line;
    };
  }

  private static String lines(String brackets, Stream<String> parts, String begin) {
    return parts.collect(
        Collectors.joining(
            "," + begin + "  ", brackets.charAt(0) + begin + "  ", begin + brackets.charAt(1)));
  }
}

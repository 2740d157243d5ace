package io.calotype.app.config;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Parses the texts of settings and collects the mistakes in them.
final class SettingValues {
  private final Map<Setting, String> texts;
  private final Set<Setting> parsed = EnumSet.noneOf(Setting.class);
  private final Map<Setting, String> mistakes = new EnumMap<>(Setting.class);

  /// Creates values.
  ///
  /// @param texts the settings that were set explicitly; all others have their defaults
  SettingValues(Map<Setting, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  /// Returns the value of `setting`. Notes a mistake if its text is invalid, and returns the value
  /// of its default instead, so that the other settings can be checked.
  ///
  /// @param parser throws an [IllegalArgumentException] whose message describes a valid value
  <T> T parse(Setting setting, Function<String, T> parser) {
    parsed.add(setting);
    String text = texts.getOrDefault(setting, setting.standardHere());
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      String right = String.valueOf(wrong.getMessage());
      String shown = setting.secret() ? "wrong" : text;
      mistakes.put(
          setting, Setting.PREFIX + setting.name() + " is " + shown + ", and should be " + right);
      return parser.apply(setting.standardHere());
    }
  }

  /// Whether `setting` was set explicitly.
  boolean given(Setting setting) {
    return texts.containsKey(setting);
  }

  /// Whether the texts of all `settings` are valid.
  boolean valid(Setting... settings) {
    return Set.of(settings).stream().noneMatch(mistakes::containsKey);
  }

  /// The settings that were parsed.
  Set<Setting> parsed() {
    return Set.copyOf(parsed);
  }

  /// The mistakes, in the order of the settings.
  Collection<String> mistakes() {
    return mistakes.values();
  }
}

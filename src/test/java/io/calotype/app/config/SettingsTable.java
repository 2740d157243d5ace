package io.calotype.app.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Formats the settings as the Markdown table of README.md.
final class SettingsTable {
  private SettingsTable() {}

  static String markdown() {
    return Arrays.stream(Setting.values())
        .map(SettingsTable::row)
        .collect(Collectors.joining("", "| variable | default | meaning |\n|---|---|---|\n", ""));
  }

  private static String row(Setting setting) {
    String defaultValue =
        setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
    return "| `%s%s` | %s | %s |%n"
        .formatted(Setting.PREFIX, setting.name(), defaultValue, setting.meaning());
  }
}

package io.calotype.app.config;

import org.jspecify.annotations.Nullable;

/// The settings of the log.
///
/// @param format format of a line
/// @param detail the events that are logged
/// @param node the name of this node in each line; null for none
public record LogConfig(Format format, Detail detail, @Nullable String node) {

  /// The format of a log line.
  public enum Format {
    /// `key=value` pairs.
    LOGFMT,
    /// One JSON object.
    JSON
  }

  /// The events that are logged.
  public enum Detail {
    /// All events except cache hits.
    INFO,
    /// All events.
    DEBUG
  }

  static LogConfig of(SettingValues values, StorageConfig storage) {
    Format format = values.parse(Setting.LOG_FORMAT, SettingParsers.word(Format.class));
    Detail detail = values.parse(Setting.LOG_LEVEL, SettingParsers.word(Detail.class));
    return new LogConfig(format, detail, node(format, storage.node(), storage.distributed()));
  }

  /// A line for people has no name of a node if there is only one, unless its operator has chosen a
  /// name.
  private static @Nullable String node(Format format, NodeName node, boolean distributed) {
    return format == Format.JSON || distributed || node.chosen() ? node.text() : null;
  }

  /// The log until the configuration is complete, without a check of the texts.
  ///
  /// @param format the text of [Setting#LOG_FORMAT]
  /// @param node the text of [Setting#NODE]
  static LogConfig early(String format, String node) {
    Format known = Format.JSON.name().equalsIgnoreCase(format) ? Format.JSON : Format.LOGFMT;
    return new LogConfig(
        known,
        Detail.INFO,
        node(known, NodeName.of(node.isEmpty() ? "" : NodeName.valid(node)), false));
  }
}

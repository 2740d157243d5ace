package io.calotype.app.config;

/// The settings of the log.
///
/// @param format format of a line
/// @param detail the events that are logged
public record LogConfig(Format format, Detail detail) {

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

  static LogConfig of(SettingValues values) {
    return new LogConfig(
        values.parse(Setting.LOG_FORMAT, SettingParsers.word(Format.class)),
        values.parse(Setting.LOG_LEVEL, SettingParsers.word(Detail.class)));
  }
}

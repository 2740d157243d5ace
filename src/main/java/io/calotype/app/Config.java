package io.calotype.app;

import io.calotype.media.Preset;
import io.calotype.media.Visibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A valid configuration: a value for every setting.
final class Config {
  private final Map<Setting, Object> values;

  Config(Map<Setting, Object> values) {
    this.values = new EnumMap<>(values);
  }

  Path dataDir() {
    return value(Setting.DATA_DIR, Path.class);
  }

  String host() {
    return text(Setting.HOST);
  }

  int port() {
    return (int) number(Setting.PORT);
  }

  long cacheMaxBytes() {
    return number(Setting.CACHE_MAX_SIZE);
  }

  long memoryCacheBytes() {
    return number(Setting.MEMORY_CACHE_SIZE);
  }

  Duration upkeepEvery() {
    return value(Setting.UPKEEP_EVERY, Duration.class);
  }

  List<Preset> pregenerated() {
    List<?> presets = value(Setting.PREGENERATE, List.class);
    return presets.stream().map(Preset.class::cast).toList();
  }

  long maxUploadBytes() {
    return number(Setting.MAX_UPLOAD_SIZE);
  }

  long maxPixels() {
    return number(Setting.MAX_PIXELS);
  }

  int renderWorkers() {
    return (int) number(Setting.RENDER_WORKERS);
  }

  Duration renderTimeout() {
    return value(Setting.RENDER_TIMEOUT, Duration.class);
  }

  long renderMemoryBytes() {
    return number(Setting.RENDER_MEMORY);
  }

  Visibility defaultVisibility() {
    return Visibility.valueOf(text(Setting.DEFAULT_VISIBILITY).toUpperCase(Locale.ROOT));
  }

  String publicUrl() {
    return text(Setting.PUBLIC_URL);
  }

  boolean debug() {
    return text(Setting.LOG_LEVEL).equals("debug");
  }

  private String text(Setting setting) {
    return value(setting, String.class);
  }

  private long number(Setting setting) {
    return value(setting, Long.class);
  }

  private <T> T value(Setting setting, Class<T> type) {
    return type.cast(java.util.Objects.requireNonNull(values.get(setting)));
  }
}

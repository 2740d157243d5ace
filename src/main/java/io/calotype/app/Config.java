package io.calotype.app;

import io.calotype.access.ApiKey;
import io.calotype.access.PublicOriginals;
import io.calotype.access.TokenSettings;
import io.calotype.http.connection.TrustedProxies;
import io.calotype.http.dialect.SizeSteps;
import io.calotype.http.exchange.Fallback;
import io.calotype.maintenance.Maintenance;
import io.calotype.media.Preset;
import io.calotype.media.Visibility;
import io.calotype.sandbox.ConfinementPolicy;
import io.calotype.upload.UploadLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A valid configuration: a value for every setting.
final class Config {
  private static final int STRANGERS_PER_MINUTE = 600;

  private final Map<Setting, Object> values;
  private final Set<String> given;

  /// Creates a configuration.
  ///
  /// @param values a parsed value for every setting
  /// @param given names of the settings that were set explicitly
  Config(Map<Setting, Object> values, Set<String> given) {
    this.given = Set.copyOf(given);
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

  /// The separate port of health and metrics; -1 if no separate port is configured.
  int adminPort() {
    return (int) number(Setting.ADMIN_PORT);
  }

  /// Whether callers must authenticate: API keys or tokens are configured.
  boolean keyed() {
    return !apiKeys().isEmpty() || tokens().enabled();
  }

  List<ApiKey> apiKeys() {
    return list(Setting.API_KEYS, ApiKey.class);
  }

  List<String> signingKeys() {
    return list(Setting.SIGNING_KEYS, String.class);
  }

  TokenSettings tokens() {
    return new TokenSettings(
        optional(Setting.JWT_SECRET, String.class),
        optional(Setting.JWT_JWKS, URI.class),
        emptyAsNull(text(Setting.JWT_ISSUER)),
        emptyAsNull(text(Setting.JWT_AUDIENCE)));
  }

  List<String> corsOrigins() {
    return list(Setting.CORS_ORIGINS, String.class);
  }

  /// The originals of public media that are served without credentials. All, if authentication is
  /// off.
  PublicOriginals publicOriginals() {
    return keyed()
        ? PublicOriginals.valueOf(text(Setting.PUBLIC_ORIGINALS).toUpperCase(Locale.ROOT))
        : PublicOriginals.ALL;
  }

  int rateLimit() {
    return (int) number(Setting.RATE_LIMIT);
  }

  /// The rate limit of callers without credentials, per minute. If `RATE_LIMIT` is not set and the
  /// server listens beyond loopback, it is 600.
  int strangersRateLimit() {
    boolean open = !SettingParsers.loopback(host()) && !given.contains(Setting.RATE_LIMIT.name());
    return open ? STRANGERS_PER_MINUTE : rateLimit();
  }

  long maxIncomingBytes() {
    return number(Setting.MAX_INCOMING);
  }

  TrustedProxies trustedProxies() {
    return new TrustedProxies(list(Setting.TRUSTED_PROXIES, TrustedProxies.Network.class));
  }

  int maxConnections() {
    return (int) number(Setting.MAX_CONNECTIONS);
  }

  long cacheMaxBytes() {
    return number(Setting.CACHE_MAX_SIZE);
  }

  /// The maximum number of renditions on disk for each media.
  int maxRenditionsPerMedia() {
    return (int) number(Setting.MAX_RENDITIONS_PER_MEDIA);
  }

  long memoryCacheBytes() {
    return number(Setting.MEMORY_CACHE_SIZE);
  }

  Maintenance.Schedule upkeep() {
    return new Maintenance.Schedule(
        value(Setting.UPKEEP_EVERY, Duration.class),
        value(Setting.CACHE_MAX_IDLE, Duration.class),
        number(Setting.SCRUB_RATE));
  }

  /// All presets, the built-in ones first.
  List<Preset> presets() {
    List<Preset> all = new ArrayList<>(PresetParser.BUILT_IN);
    all.addAll(list(Setting.PRESETS, Preset.class));
    return all;
  }

  /// The sizes that are delivered without a signature.
  SizeSteps steps() {
    return value(Setting.SIZES, SizeSteps.class);
  }

  /// The names of the presets that are rendered during upload.
  List<String> pregeneratedNames() {
    return list(Setting.PREGENERATE, String.class);
  }

  /// The presets that are rendered during upload. Presets with motion are excluded: they are
  /// rendered on the first request.
  List<Preset> pregenerated() {
    return presets().stream()
        .filter(preset -> pregeneratedNames().contains(preset.name()) && !preset.moving())
        .toList();
  }

  /// The URL of Redis; null if the catalog is SQLite.
  @Nullable String redisUrl() {
    return text(Setting.CATALOG).equals("redis") ? text(Setting.REDIS_URL) : null;
  }

  /// The fallback picture for errors on delivery routes; null sends problem documents instead.
  @Nullable Fallback fallback() {
    return optional(Setting.FALLBACK, Fallback.class);
  }

  UploadLimits limits() {
    return new UploadLimits(number(Setting.MAX_UPLOAD_SIZE), number(Setting.MAX_VIDEO_SIZE));
  }

  Optional<Path> systemLibvips() {
    return Optional.ofNullable(optional(Setting.SYSTEM_LIBVIPS, Path.class));
  }

  /// The search path for ffmpeg.
  String ffmpegPath() {
    return text(Setting.FFMPEG);
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

  Duration renderWait() {
    return value(Setting.RENDER_WAIT, Duration.class);
  }

  long renderMemoryBytes() {
    return number(Setting.RENDER_MEMORY);
  }

  ConfinementPolicy.Mode confinement() {
    return ConfinementPolicy.Mode.valueOf(text(Setting.CONFINEMENT).toUpperCase(Locale.ROOT));
  }

  Visibility defaultVisibility() {
    return Visibility.valueOf(text(Setting.DEFAULT_VISIBILITY).toUpperCase(Locale.ROOT));
  }

  String publicUrl() {
    return text(Setting.PUBLIC_URL);
  }

  Logging.Format logFormat() {
    return Logging.Format.valueOf(text(Setting.LOG_FORMAT).toUpperCase(Locale.ROOT));
  }

  boolean debug() {
    return text(Setting.LOG_LEVEL).equals("debug");
  }

  private static @Nullable String emptyAsNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private <T> @Nullable T optional(Setting setting, Class<T> type) {
    Optional<?> value = value(setting, Optional.class);
    return value.map(type::cast).orElse(null);
  }

  private <T> List<T> list(Setting setting, Class<T> type) {
    List<?> values = value(setting, List.class);
    return values.stream().map(type::cast).toList();
  }

  private String text(Setting setting) {
    return value(setting, String.class);
  }

  private long number(Setting setting) {
    return value(setting, Long.class);
  }

  private <T> T value(Setting setting, Class<T> type) {
    return type.cast(Objects.requireNonNull(values.get(setting)));
  }
}

package io.calotype.app;

import io.calotype.access.PublicOriginals;
import io.calotype.cli.command.TextParsers;
import io.calotype.media.Visibility;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// All settings, with their defaults and descriptions.
///
/// Functions such as those of [SettingParsers] parse values. They throw an
/// [IllegalArgumentException] whose message describes a valid value.
enum Setting {
  DATA_DIR("./media-storage", "Folder of originals, renditions and records.", SettingParsers::path),
  HOST(
      "127.0.0.1",
      "Address to listen on; other than loopback requires API keys or tokens.",
      SettingParsers::host),
  PORT("8080", "Port to listen on; 0 selects any free port.", SettingParsers.number(0, 65_535)),
  ADMIN_PORT(
      "", "Separate port for health and metrics; empty disables it.", SettingParsers::adminPort),
  API_KEYS(
      "",
      "API keys: entries `name:role:sha256`, as printed by `./calotype keys new`.",
      AccessSettingParsers::apiKeys),
  SIGNING_KEYS(
      "", "Secrets for signed URLs: the first signs, all verify.", AccessSettingParsers::secrets),
  JWT_SECRET(
      "", "Shared secret of HS256 tokens, 32 bytes or more.", AccessSettingParsers::jwtSecret),
  JWT_JWKS("", "File or URL of the keys of RS256 and ES256 tokens.", AccessSettingParsers::jwks),
  JWT_ISSUER("", "Required `iss` claim of tokens; empty accepts any.", SettingParsers::text),
  JWT_AUDIENCE(
      "", "Required value in the `aud` claim of tokens; empty accepts any.", SettingParsers::text),
  CORS_ORIGINS(
      "",
      "Origins of web pages that CORS allows, or `*`; empty allows none.",
      AccessSettingParsers::origins),
  RATE_LIMIT(
      "0",
      "Maximum uploads and cold renders per caller and minute; 0 is unlimited. Default beyond"
          + " loopback: 600 for callers without credentials.",
      SettingParsers.number(0, 1_000_000)),
  TRUSTED_PROXIES(
      "",
      "Addresses and networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is trusted.",
      AccessSettingParsers::networks),
  MAX_CONNECTIONS(
      "4096",
      "Maximum number of open connections; lowered if `ulimit -n` is too low.",
      SettingParsers.number(1, 1_000_000)),
  CACHE_MAX_SIZE("10GiB", "Maximum size of the rendition cache on disk.", SettingParsers::size),
  MAX_RENDITIONS_PER_MEDIA(
      "200",
      "Maximum cached renditions of one media; the least recently used are evicted first.",
      SettingParsers.number(1, 1_000_000)),
  CACHE_MAX_IDLE("P30D", "Time after which an unused rendition is evicted.", TextParsers::duration),
  MEMORY_CACHE_SIZE(
      "128MiB",
      "Maximum size of the rendition cache in memory; 0 disables it.",
      SettingParsers::size),
  UPKEEP_EVERY(
      "PT6H",
      "Interval of the maintenance that removes expired, idle and orphaned data.",
      TextParsers::duration),
  SCRUB_RATE(
      "8MiB",
      "Bytes per second that the scrub reads to verify stored files; 0 disables the scrub.",
      SettingParsers::size),
  PRESETS("", "Additional presets, such as `avatar:128x128:cover:webp:80`.", PresetParser::presets),
  PREGENERATE(
      "small,medium,large",
      "Presets that are rendered during an upload; empty renders none.",
      PresetParser::names),
  SIZES(
      "",
      "Steps of `w` and `h` in pixels, such as `200,400,800`; empty selects the list in"
          + " docs/formats.md.",
      SettingParsers::steps),
  MAX_UPLOAD_SIZE("100MiB", "Maximum size of an uploaded picture.", SettingParsers::size),
  MAX_VIDEO_SIZE("2GiB", "Maximum size of an uploaded video.", SettingParsers::size),
  MAX_INCOMING("8GiB", "Maximum total size of all concurrent uploads.", SettingParsers::size),
  MAX_PIXELS(
      "100000000",
      "Maximum number of pixels of a decoded picture.",
      SettingParsers.number(1, 2_000_000_000)),
  CATALOG(
      "sqlite",
      "Store of records: `sqlite` in the data folder, or `redis`.",
      SettingParsers.word(List.of("sqlite", "redis"))),
  REDIS_URL(
      "",
      "URL of Redis for records, with its password: `redis://`, `rediss://`, `redis-sentinel://` or"
          + " `redis-cluster://`.",
      SettingParsers::redisUrl),
  RENDER_WORKERS(
      "<cores>",
      "Number of renderer processes; each runs one job at a time.",
      SettingParsers.number(1, 256)),
  RENDER_TIMEOUT(
      "PT20S",
      "CPU time limit of one attempt at a render job; the wall-clock limit is four times that.",
      TextParsers::duration),
  RENDER_WAIT(
      "PT5S",
      "Maximum time that an image request waits for a renderer; one that would wait longer is"
          + " refused at once.",
      TextParsers::duration),
  RENDER_MEMORY("1GiB", "Memory limit of all renderers together.", SettingParsers::size),
  SYSTEM_LIBVIPS(
      "auto",
      "System libvips, for HEIC, JPEG XL and JPEG 2000: `auto`, `off`, or the path of the library.",
      SettingParsers::libvips),
  FFMPEG("auto", "ffmpeg, for videos: `auto`, `off`, or its folder.", SettingParsers::ffmpeg),
  CONFINEMENT(
      "auto",
      "Confinement of renderers by the kernel: `auto` (if supported), `required`, or `off`.",
      SettingParsers.word(List.of("auto", "required", "off"))),
  DEFAULT_VISIBILITY(
      "public",
      "Visibility of media that are uploaded without one.",
      SettingParsers.word(Arrays.stream(Visibility.values()).map(Visibility::text).toList())),
  PUBLIC_ORIGINALS(
      "videos",
      "Originals of public media that are served without credentials if authentication is on:"
          + " `all`, `videos` or `none`.",
      SettingParsers.word(
          Arrays.stream(PublicOriginals.values()).map(PublicOriginals::text).toList())),
  PUBLIC_URL("", "Base URL of links in records; empty makes them paths.", TextParsers::url),
  FALLBACK(
      "",
      "Picture file that is sent as the body of errors on delivery routes; empty disables it.",
      FallbackFile::read),
  LOG_LEVEL(
      "info",
      "`info`, or `debug`, which also logs every cache hit.",
      SettingParsers.word(List.of("info", "debug"))),
  LOG_FORMAT(
      "logfmt",
      "Format of log lines: `logfmt` or `json`.",
      SettingParsers.word(List.of("logfmt", "json")));

  /// The prefix of every environment variable.
  static final String PREFIX = "CALOTYPE_";

  private final String standard;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // a stateless function
  private final Function<String, Object> parser;

  Setting(String standard, String meaning, Function<String, Object> parser) {
    this.standard = standard;
    this.meaning = meaning;
    this.parser = parser;
  }

  /// The default, as documented.
  String standard() {
    return standard;
  }

  /// The description, in one line.
  String meaning() {
    return meaning;
  }

  /// Parses `text`.
  ///
  /// Errors: an [IllegalArgumentException] whose message describes a valid value.
  Object parse(String text) {
    return parser.apply(text);
  }

  /// Whether the value is a secret, which must not be printed.
  boolean secret() {
    return this == API_KEYS || this == SIGNING_KEYS || this == JWT_SECRET || this == REDIS_URL;
  }

  /// The default on this machine: `<cores>` is replaced by the number of processors.
  String standardHere() {
    return this == RENDER_WORKERS
        ? Integer.toString(Runtime.getRuntime().availableProcessors())
        : standard;
  }
}

package io.calotype.app;

import io.calotype.access.PublicOriginals;
import io.calotype.media.Visibility;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Every setting there is, with its default and what it means.
///
/// A value is parsed by a function of [SettingParsers], which throws an [IllegalArgumentException]
/// that says what is right.
enum Setting {
  DATA_DIR("./media-storage", "Folder of originals, renditions and records.", SettingParsers::path),
  HOST("127.0.0.1", "Address to listen at; beyond loopback only with keys.", SettingParsers::host),
  PORT("8080", "Port to listen at; 0 is any that is free.", SettingParsers.number(0, 65_535)),
  ADMIN_PORT(
      "", "Port of their own for health and metrics; empty is none.", SettingParsers::adminPort),
  API_KEYS(
      "",
      "Who may do what: entries `name:role:sha256`, as `./calotype keys new` prints them.",
      AccessSettingParsers::apiKeys),
  SIGNING_KEYS(
      "", "Secrets that sign URLs: the first signs, all verify.", AccessSettingParsers::secrets),
  JWT_SECRET(
      "", "Shared secret of HS256 tokens, 32 bytes or more.", AccessSettingParsers::jwtSecret),
  JWT_JWKS("", "File or URL of the keys of RS256 and ES256 tokens.", AccessSettingParsers::jwks),
  JWT_ISSUER("", "What `iss` of a token must be; empty is anything.", SettingParsers::text),
  JWT_AUDIENCE("", "What `aud` of a token must name; empty is anything.", SettingParsers::text),
  CORS_ORIGINS(
      "",
      "Origins of web pages that may call, or `*`; empty is none.",
      AccessSettingParsers::origins),
  RATE_LIMIT(
      "0",
      "Uploads and cold renders of a caller in a minute; 0 is any number. Unset and listening beyond"
          + " loopback: 600 for callers without credentials.",
      SettingParsers.number(0, 1_000_000)),
  TRUSTED_PROXIES(
      "",
      "Addresses and networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed.",
      AccessSettingParsers::networks),
  MAX_CONNECTIONS(
      "4096",
      "Connections that may be open at once; fewer where `ulimit -n` is too low.",
      SettingParsers.number(1, 1_000_000)),
  CACHE_MAX_SIZE("10GiB", "Budget of the rendition cache on disk.", SettingParsers::size),
  MAX_RENDITIONS_PER_MEDIA(
      "200",
      "Renditions of one media that are kept; its least recently used go first.",
      SettingParsers.number(1, 1_000_000)),
  CACHE_MAX_IDLE(
      "P30D", "How long a rendition may be unused before it goes.", SettingParsers::duration),
  MEMORY_CACHE_SIZE(
      "128MiB", "Budget of the rendition cache in memory; 0 is none.", SettingParsers::size),
  UPKEEP_EVERY(
      "PT6H", "How often what is expired, idle or orphaned is removed.", SettingParsers::duration),
  SCRUB_RATE(
      "8MiB",
      "Bytes a second that are read to verify what is stored; 0 verifies nothing.",
      SettingParsers::size),
  PRESETS(
      "",
      "Presets beside small, medium, large, such as `avatar:128x128:cover:webp:80`.",
      PresetParser::presets),
  PREGENERATE(
      "small,medium,large",
      "Presets made before an upload is answered; empty makes none.",
      PresetParser::names),
  SIZES(
      "",
      "Steps of `w` and `h` in pixels, such as `200,400,800`; empty is the list in docs/formats.md.",
      SettingParsers::steps),
  MAX_UPLOAD_SIZE("100MiB", "The longest picture that is accepted.", SettingParsers::size),
  MAX_VIDEO_SIZE("2GiB", "The longest video that is accepted.", SettingParsers::size),
  MAX_INCOMING(
      "8GiB", "Bytes of all uploads together that are under way at once.", SettingParsers::size),
  MAX_PIXELS(
      "100000000", "The most pixels that are decoded.", SettingParsers.number(1, 2_000_000_000)),
  CATALOG(
      "sqlite",
      "Where records are: `sqlite` in the data folder, or `redis`.",
      SettingParsers.word(List.of("sqlite", "redis"))),
  REDIS_URL(
      "",
      "Redis for records: `redis://`, `rediss://`, `redis-sentinel://` or `redis-cluster://`, with its"
          + " password.",
      SettingParsers::redisUrl),
  RENDER_WORKERS(
      "<cores>", "Renderer processes; one job each at a time.", SettingParsers.number(1, 256)),
  RENDER_TIMEOUT(
      "PT20S",
      "Processor time of one try at a render job; by the wall clock it may take four times that.",
      SettingParsers::duration),
  RENDER_WAIT(
      "PT5S",
      "How long a view waits for a renderer; one that would wait longer is refused at once.",
      SettingParsers::duration),
  RENDER_MEMORY("1GiB", "Memory for all renderers together.", SettingParsers::size),
  SYSTEM_LIBVIPS(
      "auto",
      "The system's libvips, for HEIC, JPEG XL and JPEG 2000: `auto`, `off`, or its file.",
      SettingParsers::libvips),
  FFMPEG(
      "auto", "ffmpeg, for videos: `auto`, `off`, or the folder it is in.", SettingParsers::ffmpeg),
  CONFINEMENT(
      "auto",
      "Whether the kernel confines renderers: `auto` where it can, `required`, or `off`.",
      SettingParsers.word(List.of("auto", "required", "off"))),
  DEFAULT_VISIBILITY(
      "public",
      "Visibility of media whose uploader does not say.",
      SettingParsers.word(Arrays.stream(Visibility.values()).map(Visibility::text).toList())),
  PUBLIC_ORIGINALS(
      "videos",
      "Originals of public media that everyone may have, once there are keys: `all`, `videos` or"
          + " `none`.",
      SettingParsers.word(
          Arrays.stream(PublicOriginals.values()).map(PublicOriginals::text).toList())),
  PUBLIC_URL("", "What links in records begin with; empty makes them paths.", SettingParsers::url),
  FALLBACK(
      "",
      "Picture that is sent as the body of errors on delivery routes; empty is none.",
      FallbackFile::read),
  LOG_LEVEL("info", "`debug` logs every hit.", SettingParsers.word(List.of("info", "debug"))),
  LOG_FORMAT(
      "logfmt",
      "How a line of the log is written: `logfmt` or `json`.",
      SettingParsers.word(List.of("logfmt", "json")));

  /// What every environment variable begins with.
  static final String PREFIX = "CALOTYPE_";

  private final String standard;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // a function of Values, which has no state
  private final Function<String, Object> parser;

  Setting(String standard, String meaning, Function<String, Object> parser) {
    this.standard = standard;
    this.meaning = meaning;
    this.parser = parser;
  }

  /// The default as documented.
  String standard() {
    return standard;
  }

  /// What it means, in a line.
  String meaning() {
    return meaning;
  }

  /// The value that `text` spells.
  Object parse(String text) {
    return parser.apply(text);
  }

  /// Whether its value must not be shown.
  boolean secret() {
    return this == API_KEYS || this == SIGNING_KEYS || this == JWT_SECRET || this == REDIS_URL;
  }

  /// The text of the default on this machine.
  String standardHere() {
    return this == RENDER_WORKERS
        ? Integer.toString(Runtime.getRuntime().availableProcessors())
        : standard;
  }
}

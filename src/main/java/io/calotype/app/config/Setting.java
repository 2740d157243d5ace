package io.calotype.app.config;

/// All settings, with their defaults and descriptions.
///
/// The groups of [Config] parse their values.
public enum Setting {
  DATA_DIR("./media-storage", "Folder of originals, renditions and records."),
  HOST("127.0.0.1", "Address to listen on; other than loopback requires API keys or tokens."),
  PORT("8080", "Port to listen on; 0 selects any free port."),
  ADMIN_PORT("", "Separate port for health and metrics; empty disables it."),
  API_KEYS("", "API keys: entries `name:role:sha256`, as printed by `./calotype keys new`."),
  SIGNING_KEYS("", "Secrets for signed URLs: the first signs, all verify."),
  JWT_SECRET("", "Shared secret of HS256 tokens, 32 bytes or more."),
  JWT_JWKS("", "File or URL of the keys of RS256 and ES256 tokens."),
  JWT_ISSUER("", "Required `iss` claim of tokens; empty accepts any."),
  JWT_AUDIENCE("", "Required value in the `aud` claim of tokens; empty accepts any."),
  CORS_ORIGINS("", "Origins of web pages that CORS allows, or `*`; empty allows none."),
  RATE_LIMIT(
      "0",
      "Maximum uploads and cold renders per caller and minute; 0 is unlimited. Default beyond"
          + " loopback: 600 for callers without credentials."),
  TRUSTED_PROXIES(
      "", "Addresses and networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is trusted."),
  MAX_CONNECTIONS("4096", "Maximum number of open connections; lowered if `ulimit -n` is too low."),
  CACHE_MAX_SIZE("10GiB", "Maximum size of the rendition cache on disk."),
  MAX_RENDITIONS_PER_MEDIA(
      "200", "Maximum cached renditions of one media; the least recently used are evicted first."),
  CACHE_MAX_IDLE("P30D", "Time after which an unused rendition is evicted."),
  MEMORY_CACHE_SIZE("128MiB", "Maximum size of the rendition cache in memory; 0 disables it."),
  UPKEEP_EVERY("PT6H", "Interval of the maintenance that removes expired, idle and orphaned data."),
  SCRUB_RATE(
      "8MiB",
      "Bytes per second that the scrub reads to verify stored files; 0 disables the scrub."),
  PRESETS("", "Additional presets, such as `avatar:128x128:cover:webp:80`."),
  PREGENERATE(
      "small,medium,large", "Presets that are rendered during an upload; empty renders none."),
  SIZES(
      "",
      "Steps of `w` and `h` in pixels, such as `200,400,800`; empty selects the list in"
          + " docs/formats.md."),
  MAX_UPLOAD_SIZE("100MiB", "Maximum size of an uploaded picture."),
  MAX_VIDEO_SIZE("2GiB", "Maximum size of an uploaded video."),
  MAX_INCOMING("8GiB", "Maximum total size of all concurrent uploads."),
  MAX_PIXELS("100000000", "Maximum number of pixels of a decoded picture."),
  CATALOG("sqlite", "Store of records: `sqlite` in the data folder, or `redis`."),
  REDIS_URL(
      "",
      "URL of Redis for records, with its password: `redis://`, `rediss://`, `redis-sentinel://` or"
          + " `redis-cluster://`."),
  STALE_WHEN_AWAY(
      "PT5M",
      "While Redis is away, public media requested within this time are served from memory; a node"
          + " of several serves none for longer."),
  NODE(
      "",
      "Name of this node in statistics, logs and `Server-Timing`; empty selects the host name."),
  ORIGINALS("files", "Store of originals: `files` in the data folder, or `s3`."),
  RENDITIONS(
      "local",
      "Store of renditions behind the caches of each node: `local` (none), or `s3`, which all nodes"
          + " share; requires originals in S3."),
  ORIGINALS_FROM(
      "",
      "Store that `./calotype move` moves originals from: `files` or `s3`, the other one than"
          + " `ORIGINALS`; empty if none move."),
  S3_ENDPOINT("", "URL of an S3-compatible service; empty selects AWS."),
  S3_REGION("", "Region of the bucket; empty selects that of the AWS environment, or `us-east-1`."),
  S3_BUCKET("", "Bucket of the originals, which must exist."),
  S3_PREFIX("", "First part of every key in the bucket, such as `photos`."),
  S3_PATH_STYLE(
      "auto",
      "Whether URLs contain the bucket in their path: `true`, `false`, or `auto` (if `S3_ENDPOINT`"
          + " is set)."),
  S3_ACCESS_KEY("", "Access key; empty selects the default credentials of the AWS SDK."),
  S3_SECRET_KEY("", "Secret key that belongs to the access key."),
  S3_SSE(
      "",
      "Server-side encryption of new objects: `AES256`, `aws:kms` or `aws:kms:` and a key; empty"
          + " selects that of the bucket."),
  S3_STORAGE_CLASS(
      "", "Storage class of new objects, such as `STANDARD_IA`; empty selects that of the bucket."),
  SOURCE_CACHE_SIZE("4GiB", "Maximum size of local copies of originals in S3, for rendering."),
  RENDER_WORKERS("<cores>", "Number of renderer processes; each runs one job at a time."),
  RENDER_TIMEOUT(
      "PT20S",
      "CPU time limit of one attempt at a render job; the wall-clock limit is four times that."),
  RENDER_WAIT(
      "PT5S",
      "Maximum time that an image request waits for a renderer; one that would wait longer is"
          + " refused at once."),
  RENDER_MEMORY("1GiB", "Memory limit of all renderers together."),
  SYSTEM_LIBVIPS(
      "auto",
      "System libvips, for HEIC, JPEG XL and JPEG 2000: `auto`, `off`, or the path of the library."),
  FFMPEG("auto", "ffmpeg, for videos: `auto`, `off`, or its folder."),
  CONFINEMENT(
      "auto",
      "Confinement of renderers by the kernel: `auto` (if supported), `required`, or `off`."),
  DEFAULT_VISIBILITY("public", "Visibility of media that are uploaded without one."),
  PUBLIC_ORIGINALS(
      "videos",
      "Originals of public media that are served without credentials if authentication is on:"
          + " `all`, `videos` or `none`."),
  PUBLIC_URL("", "Base URL of links in records; empty makes them paths."),
  CDN_URL("", "Base URL of links to renditions of public media; empty selects `PUBLIC_URL`."),
  CDN_PURGE(
      "",
      "Caches to purge after a change: `varnish:http://host:port`, `fastly:<service>:<token>`,"
          + " `cloudflare:<zone>:<token>`, `bunny:<pull zone>:<key>`, `webhook:https://…`."),
  DELIVERY(
      "proxy",
      "Delivery of originals and large renditions: `proxy` sends their bytes; `redirect` sends"
          + " clients to S3, or to the CDN for public media."),
  REDIRECT_FROM("1MiB", "Size from which on a rendition is redirected."),
  FALLBACK(
      "", "Picture file that is sent as the body of errors on delivery routes; empty disables it."),
  LOG_LEVEL("info", "`info`, or `debug`, which also logs every cache hit."),
  LOG_FORMAT("logfmt", "Format of log lines: `logfmt` or `json`.");

  /// The prefix of every environment variable.
  public static final String PREFIX = "CALOTYPE_";

  private final String defaultValue;
  private final String meaning;

  Setting(String defaultValue, String meaning) {
    this.defaultValue = defaultValue;
    this.meaning = meaning;
  }

  /// The default, as documented.
  String defaultValue() {
    return defaultValue;
  }

  /// The description, in one line.
  String meaning() {
    return meaning;
  }

  /// Whether the value is a secret, which must not be printed.
  boolean secret() {
    return switch (this) {
      case API_KEYS, SIGNING_KEYS, JWT_SECRET, REDIS_URL, S3_ACCESS_KEY, S3_SECRET_KEY, CDN_PURGE ->
          true;
      default -> false;
    };
  }

  /// The default on this machine, always valid: `<cores>` is replaced by the number of processors.
  String standardHere() {
    return this == RENDER_WORKERS
        ? Integer.toString(
            Math.min(Runtime.getRuntime().availableProcessors(), RenderConfig.MAX_WORKERS))
        : defaultValue;
  }
}

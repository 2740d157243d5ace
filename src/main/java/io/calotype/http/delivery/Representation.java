package io.calotype.http.delivery;

import io.calotype.cdn.CacheTags;
import io.calotype.http.semantics.CachePolicy;
import io.calotype.http.semantics.ContentDisposition;
import io.calotype.http.semantics.HttpDate;
import io.calotype.http.semantics.SharedCaches;
import io.calotype.http.semantics.Validators;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaType;
import io.calotype.media.Visibility;
import io.calotype.media.transformation.Format;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The headers of one representation of a media, formatted once.
final class Representation {
  private static final CharSequence CONTENT_DISPOSITION =
      HttpHeaders.createOptimized("content-disposition");
  private static final CharSequence ACCEPT_RANGES = HttpHeaders.createOptimized("accept-ranges");
  private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");
  private static final CharSequence SNIFFING =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence SANDBOX =
      HttpHeaders.createOptimized("default-src 'none'; sandbox");
  private static final CharSequence CORP =
      HttpHeaders.createOptimized("cross-origin-resource-policy");
  private static final CharSequence CROSS_ORIGIN = HttpHeaders.createOptimized("cross-origin");
  private static final CharSequence SAME_SITE = HttpHeaders.createOptimized("same-site");

  private static final CharSequence CACHE_TAG = HttpHeaders.createOptimized("cache-tag");
  private static final CharSequence SURROGATE_KEY = HttpHeaders.createOptimized("surrogate-key");
  private static final CharSequence CDN_TAG = HttpHeaders.createOptimized("cdn-tag");
  private static final CharSequence CDN_CACHE_CONTROL =
      HttpHeaders.createOptimized("cdn-cache-control");

  private static final CharSequence NONE = HttpHeaders.createOptimized("");

  /// Shares one object per common value. The few objects stay in the processor's cache.
  private static final Map<String, CharSequence> SHARED =
      common().collect(Collectors.toUnmodifiableMap(v -> v, HttpHeaders::createOptimized));

  private static final Map<String, String> ENDINGS =
      Stream.concat(
              Stream.of(MediaType.values()).map(t -> Map.entry(t.contentType(), t.extension())),
              Stream.of(Format.values()).map(f -> Map.entry(f.contentType(), f.extension())))
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey, Map.Entry::getValue, (first, other) -> first));

  private final Media media;
  private final Validators validators;
  private final CharSequence etag;
  private final CharSequence lastModified;
  private final CharSequence contentType;
  private final CharSequence disposition;
  private final CachePolicy cachePolicy;
  private final CharSequence vary;
  private final Lifetime lifetime;
  private final Visibility visibility;
  private final CharSequence cacheControl;
  private final SharedCaches caches;
  private final CharSequence cdnCacheControl;
  private final CharSequence tagList;
  private final CharSequence tagKeys;

  Representation(
      Media media,
      String etag,
      String contentType,
      @Nullable String disposition,
      CachePolicy cachePolicy,
      SharedCaches caches) {
    this.media = media;
    this.validators = new Validators(etag, media.lifetime().created());
    this.etag = HttpHeaders.createOptimized(etag);
    this.lastModified = HttpHeaders.createOptimized(validators.lastModifiedText());
    this.contentType = shared(contentType);
    this.disposition = disposition == null ? NONE : HttpHeaders.createOptimized(disposition);
    this.cachePolicy = cachePolicy;
    this.vary = shared(cachePolicy.vary(media.labels().visibility()));
    this.lifetime = media.lifetime();
    this.visibility = media.labels().visibility();
    this.caches = caches;
    this.cacheControl =
        lifetime.expires() == null ? shared(cacheControl(media.lifetime().created())) : NONE;
    this.cdnCacheControl =
        lifetime.expires() == null ? shared(cdnCacheControl(media.lifetime().created())) : NONE;
    List<String> tags = media.open() ? tags(media) : List.of();
    this.tagList = HttpHeaders.createOptimized(String.join(",", tags));
    this.tagKeys = HttpHeaders.createOptimized(String.join(" ", tags));
  }

  /// The tags by which caches purge public media.
  private static List<String> tags(Media media) {
    String own = CacheTags.of(media.id());
    Group group = media.labels().group();
    return group == null ? List.of(own) : List.of(own, CacheTags.of(group));
  }

  private static CharSequence shared(String value) {
    CharSequence known = SHARED.get(value);
    return known == null ? HttpHeaders.createOptimized(value) : known;
  }

  private static Stream<String> common() {
    return Stream.of(
            Stream.of(MediaType.values()).map(MediaType::contentType),
            Stream.of(Format.values()).map(Format::contentType),
            Stream.of(Visibility.values()).flatMap(CachePolicy::lasting),
            Stream.of(Visibility.values()).flatMap(Representation::varying))
        .flatMap(values -> values)
        .distinct();
  }

  private static Stream<String> varying(Visibility visibility) {
    return Stream.of(CachePolicy.media(false, false), CachePolicy.media(false, true))
        .map(policy -> policy.vary(visibility));
  }

  Validators validators() {
    return validators;
  }

  /// The media as it was when the headers were formatted.
  Media media() {
    return media;
  }

  /// Whether shared caches may keep the representation.
  boolean shareable() {
    return !tagList.isEmpty();
  }

  /// Writes the headers that a 304 carries too (RFC 9110 section 15.4.5).
  ///
  /// @param confirmed whether the media is known to be unchanged; otherwise shared caches keep a
  ///   shareable representation for a minute
  void writeValidators(HttpServerResponse response, Clock clock, boolean confirmed) {
    response.putHeader(HttpHeaders.ETAG, etag);
    response.putHeader(HttpHeaders.LAST_MODIFIED, lastModified(clock));
    response.putHeader(HttpHeaders.CACHE_CONTROL, cacheControl(clock, confirmed));
    writeVary(response);
    if (shareable()) {
      writeForCdn(response, clock, confirmed);
    }
  }

  private CharSequence cacheControl(Clock clock, boolean confirmed) {
    if (!confirmed) {
      return cachePolicy.unconfirmed(visibility, lifetime, clock.instant());
    }
    return lifetime.expires() == null ? cacheControl : cacheControl(clock.instant());
  }

  /// Writes `Vary`, unless the answer depends on nothing in the request.
  void writeVary(HttpServerResponse response) {
    if (!vary.isEmpty()) {
      response.headers().add(HttpHeaders.VARY, vary);
    }
  }

  private void writeForCdn(HttpServerResponse response, Clock clock, boolean confirmed) {
    response.putHeader(CACHE_TAG, tagList);
    response.putHeader(SURROGATE_KEY, tagKeys);
    if (caches.bunny()) {
      response.putHeader(CDN_TAG, tagList);
    }
    if (!confirmed) {
      return;
    }
    CharSequence control =
        lifetime.expires() == null ? cdnCacheControl : cdnCacheControl(clock.instant());
    if (!control.isEmpty()) {
      response.putHeader(CDN_CACHE_CONTROL, control);
    }
  }

  /// The value of `Last-Modified`, never later than `Date` (RFC 9110 section 8.8.2.1). The clock of
  /// the server that received the upload may be ahead of this one.
  private CharSequence lastModified(Clock clock) {
    return lifetime.created().toEpochMilli() > clock.millis()
        ? HttpDate.format(clock.instant())
        : lastModified;
  }

  /// Writes all headers that do not depend on the range sent.
  ///
  /// @param confirmed as in [#writeValidators]
  /// @param signed whether a signature or token in the URL grants access; any page may then embed
  ///   the representation
  void write(HttpServerResponse response, Clock clock, boolean confirmed, boolean signed) {
    writeValidators(response, clock, confirmed);
    response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    response.putHeader(ACCEPT_RANGES, BYTES);
    response.putHeader(SNIFFING, NOSNIFF);
    response.putHeader(CSP, SANDBOX);
    writeEmbedding(response, signed);
    if (!disposition.isEmpty()) {
      response.putHeader(CONTENT_DISPOSITION, disposition);
    }
  }

  /// Writes the header that lets pages embed the representation.
  ///
  /// @param signed as in [#write]
  void writeEmbedding(HttpServerResponse response, boolean signed) {
    response.putHeader(CORP, signed || visibility == Visibility.PUBLIC ? CROSS_ORIGIN : SAME_SITE);
  }

  /// Whether `Accept` has decided the format.
  boolean negotiated() {
    return cachePolicy.negotiated();
  }

  /// Writes a `Content-Disposition` that makes a browser save the answer. The extension of the name
  /// is never that of a program.
  ///
  /// @param requestedName the name in the URL; if empty, the name from the upload, or else the id
  void writeAttachment(HttpServerResponse response, String requestedName) {
    response.putHeader(CONTENT_DISPOSITION, attachment(requestedName));
  }

  /// The value of `Content-Disposition`.
  ///
  /// @param download the name in the URL by which a browser saves the answer; null to display it
  String disposition(@Nullable String download) {
    return download == null ? disposition.toString() : attachment(download);
  }

  private String attachment(String requestedName) {
    FileName named = FileName.of(requestedName);
    String ending = ENDINGS.getOrDefault(contentType.toString(), "bin");
    FileName name = named == null ? ownName(ending) : named.inert(ending);
    return ContentDisposition.attachment(name);
  }

  private FileName ownName(String ending) {
    FileName uploaded = media.labels().fileName();
    if (uploaded == null) {
      return new FileName(media.id() + "." + ending);
    }
    boolean original = media.original().type().contentType().contentEquals(contentType);
    return original ? uploaded.inert(ending) : uploaded.converted(ending);
  }

  /// The value of `Cache-Control`.
  private String cacheControl(Instant now) {
    return cachePolicy.cacheControl(visibility, lifetime, now, caches);
  }

  /// The value of `CDN-Cache-Control`; empty if the header is not sent.
  private String cdnCacheControl(Instant now) {
    return cachePolicy.cdnCacheControl(visibility, lifetime, now, caches);
  }
}

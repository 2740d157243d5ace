package io.calotype.http.delivery;

import io.calotype.access.PublicOriginals;
import io.calotype.access.SignedUrl;
import io.calotype.http.dialect.CdnAddress;
import io.calotype.http.dialect.RedirectPolicy;
import io.calotype.http.dialect.RedirectPolicy.Target;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.semantics.RequestConditions;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.VideoInfo;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobLinks;
import io.calotype.store.Rendition;
import io.calotype.store.SharedRenditions;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Decides which bytes a client is sent elsewhere for, after its right to them was checked: to the
/// file that the record names on the CDN, to the CDN, or to the store.
///
/// [RedirectPolicy] decides by the request's URL. This server also sends what is requested with
/// `If-Match` or `If-Unmodified-Since`, which a client would repeat where other validators count.
public final class Redirects {
  private static final int MAX_LOGGED = 1000;

  /// The life of a URL of the store.
  private static final Duration LIFE = Duration.ofMinutes(15);

  /// The longest life of a URL of a video, which is used as long as the video is watched.
  private static final Duration MAX_LIFE = Duration.ofHours(12);

  private final Set<MediaId> logged = ConcurrentHashMap.newKeySet();
  private final RedirectPolicy policy;
  private final Stores stores;
  private final PublicOriginals open;
  private final RedirectMeters meters;
  private final Clock clock;

  /// The stores that clients may read.
  ///
  /// @param originals the URLs of originals in their store
  /// @param renditions the renditions that all nodes share
  public record Stores(BlobLinks originals, SharedRenditions renditions) {}

  /// Creates redirects.
  public Redirects(
      RedirectPolicy policy,
      Stores stores,
      PublicOriginals open,
      Telemetry telemetry,
      Clock clock) {
    this.policy = policy;
    this.stores = stores;
    this.open = open;
    this.meters = new RedirectMeters(telemetry);
    this.clock = clock;
  }

  /// Returns the URL to which a request for the original of `media` is redirected; empty if this
  /// server sends it. May block.
  ///
  /// @param disposition the value of `Content-Disposition`
  Optional<String> original(
      HttpExchange exchange, RequestConditions conditions, Media media, String disposition) {
    if (conditional(conditions)) {
      return Optional.empty();
    }
    if (policy.ignoresFile(media, exchange.parameters())) {
      ignore(media.id());
    }
    return switch (policy.original(media, exchange.parameters(), open.opens(media))) {
      case Target.Here() -> Optional.empty();
      case Target.File(String url) -> {
        meters.toFile();
        yield Optional.of(url);
      }
      case Target.Cdn(CdnAddress cdn) -> {
        meters.toCdn();
        yield Optional.of(cdn.url(exchange.path(), options(exchange, media, null)));
      }
      case Target.Store() -> stored(exchange, media, disposition);
    };
  }

  private Optional<String> stored(HttpExchange exchange, Media media, String disposition) {
    Optional<String> stored =
        stores.originals.link(
            Blob.original(media),
            new BlobLinks.Answer(exchange.head(), disposition),
            permitted(exchange, open.opens(media), life(media, clock.instant())));
    stored.ifPresent(url -> meters.toStore());
    return stored;
  }

  /// Returns the URL on the CDN to which a request for `rendition` of `bytes` bytes is redirected;
  /// null if there is none. Never blocks.
  ///
  /// @param negotiated whether `Accept` has decided the format; the URL then names it
  @Nullable String rendition(
      HttpExchange exchange,
      RequestConditions conditions,
      Rendition rendition,
      boolean negotiated,
      long bytes) {
    if (conditional(conditions)
        || !(policy.rendition(rendition.media(), exchange.parameters(), bytes)
            instanceof Target.Cdn(CdnAddress cdn))) {
      return null;
    }
    meters.toCdn();
    String format = negotiated ? rendition.spec().format().extension() : null;
    return cdn.url(exchange.path(), options(exchange, rendition.media(), format));
  }

  /// Returns whether a request for a rendition of `bytes` bytes, which is not redirected to the
  /// CDN, is redirected to the shared store if that has it. Never blocks.
  boolean mayBeStored(
      HttpExchange exchange, RequestConditions conditions, Media media, long bytes) {
    return stores.renditions.shared()
        && !conditional(conditions)
        && policy.rendition(media, exchange.parameters(), bytes) instanceof Target.Store;
  }

  /// Returns the URL of `rendition` in the shared store; empty if that does not have it. Blocks.
  ///
  /// @param disposition the value of `Content-Disposition`; null for none
  Optional<String> stored(
      HttpExchange exchange, Rendition rendition, @Nullable String disposition) {
    Optional<String> url =
        stores.renditions.link(
            rendition,
            new BlobLinks.Answer(exchange.head(), disposition),
            permitted(
                exchange,
                rendition.media().open(),
                life(LIFE, rendition.media(), clock.instant())));
    url.ifPresent(there -> meters.toStore());
    return url;
  }

  /// Returns `life`, or the rest of the caller's right to media that are not open to all.
  private Duration permitted(HttpExchange exchange, boolean openToAll, Duration life) {
    return openToAll
        ? life
        : exchange
            .access()
            .ends()
            .map(end -> min(life, Duration.between(clock.instant(), end)))
            .orElse(life);
  }

  /// Whether a client would repeat a condition where other validators count.
  private static boolean conditional(RequestConditions conditions) {
    return conditions.ifMatch() != null || conditions.ifUnmodifiedSince() != null;
  }

  /// The options of the request for a URL that always means the same bytes. A token of a public
  /// media is left out.
  private static List<Map.Entry<String, String>> options(
      HttpExchange exchange, Media media, @Nullable String format) {
    QueryParameters sent = exchange.parameters().withoutTracking();
    Set<String> replaced =
        format == null ? Set.of("v", SignedUrl.TOKEN) : Set.of("v", SignedUrl.TOKEN, "format");
    List<Map.Entry<String, String>> options = new ArrayList<>(sent.entries());
    options.removeIf(option -> replaced.contains(option.getKey()));
    options.add(Map.entry("v", media.version()));
    if (format != null) {
      options.add(Map.entry("format", format));
    }
    return options;
  }

  /// Logs each media once, and at most [#MAX_LOGGED] of them.
  private void ignore(MediaId id) {
    meters.ignored();
    if (logged.size() < MAX_LOGGED && logged.add(id)) {
      EventLog.warn("cdn.url-ignored", "id", id);
    }
  }

  /// How long a URL of the original of `media` is valid: not beyond the end of the media.
  static Duration life(Media media, Instant now) {
    VideoInfo clip = media.picture().facts().clip();
    return life(clip == null ? LIFE : LIFE.plusMillis(2 * clip.durationMillis()), media, now);
  }

  private static Duration life(Duration life, Media media, Instant now) {
    Instant expires = media.lifetime().expires();
    Duration left = expires == null ? MAX_LIFE : Duration.between(now, expires);
    return min(life, min(MAX_LIFE, left));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

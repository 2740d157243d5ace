package io.calotype.http.explain;

import io.calotype.access.Action;
import io.calotype.access.Gate;
import io.calotype.access.PublicOriginals;
import io.calotype.access.SignedUrl;
import io.calotype.catalog.CachingCatalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.delivery.ImageDelivery;
import io.calotype.http.delivery.OriginalDelivery;
import io.calotype.http.delivery.Representation;
import io.calotype.http.dialect.RenditionRequest;
import io.calotype.http.dialect.UrlDialect;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.exchange.ProblemDocument;
import io.calotype.http.exchange.Problems;
import io.calotype.http.exchange.RequestAccess;
import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.Route;
import io.calotype.http.semantics.CachePolicy;
import io.calotype.http.semantics.FormatChoice;
import io.calotype.media.Format;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import io.calotype.originals.OriginalStore;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.FailedWork;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.Renditions;
import io.calotype.store.CacheLookupReport;
import io.calotype.store.PresetNames;
import io.calotype.store.Rendition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Explains the answer to a URL. Renders nothing, does not count as a use, and reports only known
/// facts.
public final class Explainer {
  private final Stores stores;
  private final Rendering rendering;
  private final String publicUrl;
  private final UrlDialect dialect;
  private final PublicOriginals originals;
  private final Clock clock;

  public Explainer(
      Stores stores,
      Rendering rendering,
      String publicUrl,
      UrlDialect dialect,
      PublicOriginals originals,
      Clock clock) {
    this.stores = stores;
    this.rendering = rendering;
    this.publicUrl = publicUrl;
    this.dialect = dialect;
    this.originals = originals;
    this.clock = clock;
  }

  /// The stores that are read.
  ///
  /// @param catalog the records
  /// @param originals the uploaded bytes
  /// @param failures the renditions that failed lately
  public record Stores(CachingCatalog catalog, OriginalStore originals, FailureBackoff failures) {}

  /// The ways to renditions.
  ///
  /// @param renditions finds cached renditions
  /// @param upgrades knows popular renditions
  /// @param presets the named renditions
  public record Rendering(Renditions renditions, AvifUpgrades upgrades, List<Preset> presets) {}

  /// The state of access control on this server.
  ///
  /// @param none whether no keys are configured
  /// @param access verifies the signatures and tokens of other URLs
  public record Keys(boolean none, RequestAccess access) {}

  /// Explains `url` for a client that sends `accept`. The values of the map may be maps.
  ///
  /// Errors: `BadRequest` if `url` is invalid.
  public Map<String, Object> explain(String url, @Nullable String accept, Keys keys) {
    ExplainedUrl asked = ExplainedUrl.of(url, publicUrl);
    Map<String, Object> explanation = new LinkedHashMap<>();
    explanation.put("path", asked.path());
    explanation.put("options", asked.shown());
    try {
      explain(asked, accept, keys, explanation);
    } catch (MediaException refused) {
      refused(Problems.of(refused.failure()), explanation);
    }
    return explanation;
  }

  private void explain(
      ExplainedUrl asked, @Nullable String accept, Keys keys, Map<String, Object> explanation) {
    RequestPath path = asked.target();
    path.requireValid();
    switch (path.route("GET")) {
      case Route.IMAGE, Route.PRESET, Route.THUMBNAIL ->
          rendition(asked, dialect.parse(path, asked.options()), accept, keys, explanation);
      case Route.CONTENT -> original(asked, path.id(), keys, explanation);
      case null, default -> throw new MediaException(new Failure.NoSuchPath());
    }
  }

  private static void refused(ProblemDocument problem, Map<String, Object> explanation) {
    explanation.put("status", problem.status());
    explanation.put("problem", problem.problem().slug());
    explanation.put("detail", problem.detail());
  }

  private Media media(
      ExplainedUrl asked, MediaId id, Action action, Keys keys, Map<String, Object> explanation) {
    Media media =
        stores.catalog().find(id).orElseThrow(() -> new MediaException(new Failure.NotFound(id)));
    explanation.put("media", id.value());
    explanation.put("access", access(asked, media, action, keys));
    MediaLookup.requireAlive(media, clock);
    return media;
  }

  private String access(ExplainedUrl asked, Media media, Action action, Keys keys) {
    String visibility = media.labels().visibility().text() + ": ";
    if (Gate.open(action, media, originals)) {
      return visibility + "for everybody, and nobody is asked for credentials";
    }
    if (dialect.signed(asked.path(), asked.options()) != null) {
      return visibility
          + "the signature of this URL is "
          + (signed(asked, keys) ? "valid" : "not valid");
    }
    String token = asked.options().get(SignedUrl.TOKEN);
    if (token != null) {
      boolean opens = keys.access().opens(media.id(), token);
      return visibility + "the token of this URL is " + (opens ? "valid" : "not valid");
    }
    if (keys.none()) {
      return visibility + "for everybody who reaches this server, as it knows no keys";
    }
    return visibility
        + (media.open()
            ? "CALOTYPE_PUBLIC_ORIGINALS closes its original to callers without a role, a signed URL"
                + " or a token"
            : "for viewers, admins, the editor who owns it, signed URLs and tokens");
  }

  private boolean signed(ExplainedUrl asked, Keys keys) {
    return keys.access().holds(dialect.signed(asked.path(), asked.options()));
  }

  private void rendition(
      ExplainedUrl asked,
      RenditionRequest requested,
      @Nullable String accept,
      Keys keys,
      Map<String, Object> explanation) {
    Media media = media(asked, requested.id(), Action.VIEW, keys, explanation);
    requested.requireSize(() -> signed(asked, keys));
    ExplainedFormat format = format(asked, requested, media, accept);
    Rendition rendition = described(requested, media, format.choice().format());
    CacheLookupReport traces = rendering.renditions().traces(rendition);
    String preset = new PresetNames(rendering.presets()).of(media).apply(rendition.key());
    explanation.put("status", 200);
    explanation.put(
        "means",
        new ExplainedTransformation(asked, requested, media, rendition.spec()).means(preset));
    explanation.put("format", format.members());
    explanation.put("cache", ExplainedCache.members(rendition, traces, clock.instant()));
    failure(rendition, traces, explanation);
    CachePolicy cachePolicy = ImageDelivery.reuse(requested, media, format.choice().interim());
    Representation representation =
        new Representation(
            media, rendition.etag(), rendition.spec().format().contentType(), null, cachePolicy);
    ExplainedHeaders.add(
        new ExplainedHeaders.Sent(media, representation, cachePolicy, requested.version()),
        clock.instant(),
        explanation);
  }

  /// Adds an earlier failure to render `rendition`.
  ///
  /// Errors: `StillUndecodable` if no cache holds the rendition and the next attempt is not due.
  private void failure(
      Rendition rendition, CacheLookupReport traces, Map<String, Object> explanation) {
    Instant now = clock.instant();
    for (FailedWork failed : stores.failures().of(rendition.media().original().digest())) {
      if (rendition.spec().equals(failed.spec())) {
        explanation.put("failedLately", ExplainedCache.failure(failed));
        if (!traces.hit() && now.isBefore(failed.retryAt())) {
          Duration pause = Duration.between(now, failed.retryAt());
          throw new MediaException(new Failure.StillUndecodable(pause));
        }
      }
    }
  }

  private ExplainedFormat format(
      ExplainedUrl asked, RenditionRequest requested, Media media, @Nullable String accept) {
    Format fixed = requested.format();
    if (fixed != null) {
      return ExplainedFormat.fixed(asked, requested, fixed);
    }
    boolean opaque = media.picture().opaque();
    boolean worth = rendering.upgrades().worth(requested.of(media, Format.WEBP));
    CacheLookupReport avif =
        rendering.renditions().traces(described(requested, media, Format.AVIF));
    FormatChoice best = FormatChoice.best(accept, opaque, worth);
    FormatChoice choice =
        best.format() != Format.AVIF || avif.known() ? best : FormatChoice.interim(accept, opaque);
    return ExplainedFormat.negotiated(accept, choice, opaque, avif);
  }

  private Rendition described(RenditionRequest requested, Media media, Format format) {
    return rendering.renditions().describe(media, requested.of(media, format));
  }

  private void original(
      ExplainedUrl asked, MediaId id, Keys keys, Map<String, Object> explanation) {
    asked.options().withoutTracking().require(OriginalDelivery.OPTIONS);
    Media media = media(asked, id, Action.DOWNLOAD, keys, explanation);
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("type", media.original().type().contentType());
    stored.put("bytes", media.original().bytes());
    stored.put("there", stores.originals().has(media));
    explanation.put("status", 200);
    explanation.put("original", stored);
    String version = asked.options().get("v");
    ExplainedHeaders.add(
        new ExplainedHeaders.Sent(
            media,
            OriginalDelivery.representation(originals, media, version),
            OriginalDelivery.reuse(media, version),
            version),
        clock.instant(),
        explanation);
  }
}

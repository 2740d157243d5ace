package io.calotype.http.explain;

import io.calotype.access.Action;
import io.calotype.access.Authenticator;
import io.calotype.access.Credentials;
import io.calotype.access.Gate;
import io.calotype.access.PublicOriginals;
import io.calotype.access.SignedUrl;
import io.calotype.catalog.CachingCatalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.dialect.OriginalRequest;
import io.calotype.http.dialect.RedirectPolicy;
import io.calotype.http.dialect.RenditionRequest;
import io.calotype.http.dialect.UrlDialect;
import io.calotype.http.routing.RequestPath;
import io.calotype.http.routing.Route;
import io.calotype.http.semantics.CachePolicy;
import io.calotype.http.semantics.FormatChoice;
import io.calotype.http.semantics.SharedCaches;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Visibility;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobLinks;
import io.calotype.originals.BlobStore;
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
  private final FrontEnd frontEnd;
  private final UrlDialect dialect;
  private final Access access;
  private final ExplainedRedirect redirects;
  private final Clock clock;

  public Explainer(
      Stores stores,
      Rendering rendering,
      FrontEnd frontEnd,
      UrlDialect dialect,
      Access access,
      Clock clock) {
    this.stores = stores;
    this.rendering = rendering;
    this.frontEnd = frontEnd;
    this.dialect = dialect;
    this.access = access;
    this.redirects = new ExplainedRedirect(frontEnd.redirects(), stores.links());
    this.clock = clock;
  }

  /// The stores that are read.
  ///
  /// @param catalog the records
  /// @param blobs the uploaded bytes
  /// @param links their URLs in the store
  /// @param failures the renditions that failed lately
  public record Stores(
      CachingCatalog catalog, BlobStore blobs, BlobLinks links, FailureBackoff failures) {}

  /// The ways to renditions.
  ///
  /// @param renditions finds cached renditions
  /// @param upgrades knows popular renditions
  /// @param presets the named renditions
  public record Rendering(Renditions renditions, AvifUpgrades upgrades, List<Preset> presets) {}

  /// The way of clients to this server.
  ///
  /// @param publicUrl empty if none is configured
  /// @param caches the shared caches in front of the server
  /// @param redirects decides about redirects
  public record FrontEnd(String publicUrl, SharedCaches caches, RedirectPolicy redirects) {}

  /// The access control of this server.
  ///
  /// @param authenticator verifies signatures and tokens
  /// @param originals the originals of public media that need no credentials
  public record Access(Authenticator authenticator, PublicOriginals originals) {}

  /// An explanation.
  ///
  /// @param members by name; the values may be maps
  /// @param refusal the failure that ends the answer; null if bytes are sent
  public record Explanation(Map<String, Object> members, @Nullable Failure refusal) {}

  /// Explains `url` for a client that sends `accept`.
  ///
  /// Errors: `BadRequest` if `url` is invalid.
  public Explanation explain(String url, @Nullable String accept) {
    ExplainedUrl explainedUrl = ExplainedUrl.of(url, frontEnd.publicUrl());
    Map<String, Object> explanation = new LinkedHashMap<>();
    explanation.put("path", explainedUrl.path());
    explanation.put("options", explainedUrl.shown());
    try {
      explain(explainedUrl, accept, explanation);
      return new Explanation(explanation, null);
    } catch (MediaException refused) {
      return new Explanation(explanation, refused.failure());
    }
  }

  private void explain(
      ExplainedUrl explainedUrl, @Nullable String accept, Map<String, Object> explanation) {
    RequestPath path = explainedUrl.target();
    path.requireValid();
    switch (path.route("GET")) {
      case Route.IMAGE, Route.PRESET, Route.THUMBNAIL ->
          rendition(explainedUrl, dialect.parse(path, explainedUrl.options()), accept, explanation);
      case Route.CONTENT -> original(explainedUrl, path.id(), explanation);
      case null, default -> throw new MediaException(new Failure.NoSuchPath());
    }
  }

  private Media media(
      ExplainedUrl explainedUrl, MediaId id, Action action, Map<String, Object> explanation) {
    Media media =
        stores.catalog().find(id).orElseThrow(() -> new MediaException(new Failure.NotFound(id)));
    explanation.put("media", id.value());
    explanation.put("access", access(explainedUrl, media, action));
    if (media.lifetime().over(clock.instant())) {
      throw new MediaException(new Failure.Gone(id));
    }
    return media;
  }

  private String access(ExplainedUrl explainedUrl, Media media, Action action) {
    String visibility = media.labels().visibility().text() + ": ";
    if (Gate.open(action, media, access.originals())) {
      return visibility + "open to every caller without credentials";
    }
    if (dialect.signed(explainedUrl.path(), explainedUrl.options()) != null) {
      return visibility
          + "the signature of this URL is "
          + (signed(explainedUrl) ? "valid" : "not valid");
    }
    String token = explainedUrl.options().get(SignedUrl.TOKEN);
    if (token != null) {
      boolean opens = access.authenticator().opens(media.id(), token);
      return visibility + "the token of this URL is " + (opens ? "valid" : "not valid");
    }
    if (access.authenticator().keyless()) {
      return visibility
          + "open to every caller that can reach this server, because no keys are configured";
    }
    return visibility
        + (media.open()
            ? "CALOTYPE_PUBLIC_ORIGINALS closes its original to callers without a role, a signed URL"
                + " or a token"
            : "for viewers, admins, the editor who owns it, signed URLs and tokens");
  }

  private boolean signed(ExplainedUrl explainedUrl) {
    SignedUrl url = dialect.signed(explainedUrl.path(), explainedUrl.options());
    return access.authenticator().signed(Credentials.of(url));
  }

  private void rendition(
      ExplainedUrl explainedUrl,
      RenditionRequest requested,
      @Nullable String accept,
      Map<String, Object> explanation) {
    Media media = media(explainedUrl, requested.id(), Action.VIEW, explanation);
    requested.requireSize(() -> signed(explainedUrl));
    ExplainedFormat format = format(explainedUrl, requested, media, accept);
    Rendition rendition = described(requested, media, format.choice().format());
    CacheLookupReport traces = rendering.renditions().traces(rendition);
    String preset = new PresetNames(rendering.presets()).of(media).apply(rendition.key());
    explanation.put("status", 200);
    explanation.put(
        "means",
        new ExplainedTransformation(explainedUrl, requested, media, rendition.spec())
            .means(preset));
    explanation.put("format", format.members());
    explanation.put("cache", ExplainedCache.members(rendition, traces, clock.instant()));
    failure(rendition, traces, explanation);
    CachePolicy cachePolicy = requested.cachePolicy(media, format.choice().interim());
    ExplainedHeaders.add(
        new ExplainedHeaders.Sent(
            media,
            media.labels().visibility(),
            rendition.etag(),
            cachePolicy,
            requested.version(),
            frontEnd.caches()),
        clock.instant(),
        explanation);
    redirects.rendition(explainedUrl, media, traces, explanation);
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
      ExplainedUrl explainedUrl, RenditionRequest requested, Media media, @Nullable String accept) {
    Format fixed = requested.format();
    if (fixed != null) {
      return ExplainedFormat.fixed(explainedUrl, requested, fixed);
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

  private void original(ExplainedUrl explainedUrl, MediaId id, Map<String, Object> explanation) {
    OriginalRequest requested = OriginalRequest.parse(explainedUrl.options());
    Media media = media(explainedUrl, id, Action.DOWNLOAD, explanation);
    boolean open = access.originals().opens(media);
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("type", media.original().type().contentType());
    stored.put("bytes", media.original().bytes());
    stored.put("there", stores.blobs().has(Blob.original(media).key()));
    explanation.put("status", 200);
    explanation.put("original", stored);
    ExplainedHeaders.add(
        new ExplainedHeaders.Sent(
            media,
            open ? Visibility.PUBLIC : Visibility.PRIVATE,
            OriginalRequest.etag(media),
            requested.cachePolicy(media),
            requested.version(),
            frontEnd.caches()),
        clock.instant(),
        explanation);
    redirects.original(explainedUrl, media, open, explanation);
  }
}

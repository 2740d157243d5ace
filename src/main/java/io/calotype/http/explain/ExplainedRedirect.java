package io.calotype.http.explain;

import io.calotype.cache.CachedFile;
import io.calotype.http.dialect.RedirectPolicy;
import io.calotype.http.dialect.RedirectPolicy.Target;
import io.calotype.media.Media;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobLinks;
import io.calotype.store.CacheLookupReport;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Explains an answer that is a redirect. It shows the target without its query, which may be a
/// signature.
///
/// @param policy decides about redirects
/// @param links the URLs of originals in their store
record ExplainedRedirect(RedirectPolicy policy, BlobLinks links) {
  private static final Duration LIFE = Duration.ofMinutes(1); // of a URL that is not sent
  private static final String BUCKET = "the bucket, by a presigned URL";

  /// Adds the redirect of a request for an original, if it is one.
  ///
  /// @param open whether the original needs no credentials
  void original(
      ExplainedUrl explainedUrl, Media media, boolean open, Map<String, Object> explanation) {
    switch (policy.original(media, explainedUrl.options(), open)) {
      case Target.Here() -> {}
      case Target.File(String url) ->
          add(explanation, plain(url), "the attribute " + RedirectPolicy.FILE + " names this copy");
      case Target.Cdn(var address) ->
          add(explanation, address.base().toString(), "its original needs no credentials");
      case Target.Store() -> {
        if (links.link(Blob.original(media), new BlobLinks.Answer(false, null), LIFE).isPresent()) {
          add(explanation, BUCKET, "CALOTYPE_DELIVERY is redirect");
        }
      }
    }
  }

  /// Adds the redirect of a request for a rendition. If its length is unknown, only the condition
  /// of a redirect is known.
  ///
  /// @param traces its state in the caches
  void rendition(
      ExplainedUrl explainedUrl,
      Media media,
      CacheLookupReport traces,
      Map<String, Object> explanation) {
    CachedFile file = traces.file();
    long bytes = file == null ? Long.MAX_VALUE : file.bytes();
    @Nullable String where =
        switch (policy.rendition(media, explainedUrl.options(), bytes)) {
          case Target.Cdn(var address) -> address.base().toString();
          case Target.Store() when traces.shared() -> BUCKET;
          case Target.Here _, Target.File _, Target.Store _ -> null;
        };
    if (where == null) {
      return;
    }
    String limit = policy.fromBytes() + " bytes or more";
    if (file == null) {
      explanation.put("redirect", members(where, "only if the rendition has " + limit));
    } else {
      add(explanation, where, "the rendition has " + limit);
    }
  }

  private static void add(Map<String, Object> explanation, String where, String why) {
    explanation.put("status", 302);
    explanation.put("redirect", members(where, why));
  }

  private static Map<String, Object> members(String where, String why) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("to", where);
    members.put("why", why);
    members.put("cacheControl", "private, no-store");
    return members;
  }

  /// The scheme, host, port and path of `url`.
  private static String plain(String url) {
    URI parsed = URI.create(url);
    return parsed.getScheme() + "://" + parsed.getRawAuthority() + parsed.getRawPath();
  }
}

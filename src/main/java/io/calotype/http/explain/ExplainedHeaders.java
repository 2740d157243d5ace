package io.calotype.http.explain;

import io.calotype.http.semantics.CachePolicy;
import io.calotype.http.semantics.SharedCaches;
import io.calotype.http.semantics.Validators;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Explains the headers of an answer and the rule behind each.
final class ExplainedHeaders {
  private ExplainedHeaders() {}

  /// An answer.
  ///
  /// @param visibility of the bytes; private for an original of a public media that needs
  ///   credentials
  /// @param etag the entity tag
  /// @param version the `v` of the URL; null if absent
  /// @param caches the shared caches in front of the server
  record Sent(
      Media media,
      Visibility visibility,
      String etag,
      CachePolicy cachePolicy,
      @Nullable String version,
      SharedCaches caches) {}

  static void add(Sent sent, Instant now, Map<String, Object> explanation) {
    Lifetime lifetime = sent.media().lifetime();
    Validators validators = new Validators(sent.etag(), lifetime.created());
    String vary = sent.cachePolicy().vary(sent.visibility());
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("etag", validators.etag());
    headers.put("lastModified", validators.lastModifiedText());
    headers.put(
        "cacheControl",
        sent.cachePolicy().cacheControl(sent.visibility(), lifetime, now, sent.caches()));
    String cdn =
        sent.cachePolicy().cdnCacheControl(sent.visibility(), lifetime, now, sent.caches());
    if (!cdn.isEmpty()) {
      headers.put("cdnCacheControl", cdn);
    }
    headers.put("cacheControlWhy", age(sent));
    headers.put("vary", vary.isEmpty() ? "not sent" : vary);
    headers.put("varyWhy", vary(sent));
    headers.put(
        "notModified",
        List.of(
            "If-None-Match: " + validators.etag(),
            "If-Modified-Since: " + validators.lastModifiedText() + ", or later"));
    explanation.put("headers", headers);
  }

  private static List<String> age(Sent sent) {
    List<String> rules = new ArrayList<>();
    if (sent.cachePolicy().equals(CachePolicy.interim())) {
      rules.add("it stands in for AVIF");
    } else if (sent.cachePolicy().immutable()) {
      rules.add("v is this media's version: the URL means these bytes for ever");
    } else if (sent.version() != null) {
      rules.add("v is not this media's version, and counts as none");
    } else {
      rules.add("there is no v: for as long as this kind of URL is kept, and not immutable");
    }
    if (!sent.media().open()) {
      rules.add("the media is private");
    }
    if (sent.media().lifetime().expires() != null) {
      rules.add("never beyond the end of the media, " + sent.media().lifetime().expires());
    }
    return rules;
  }

  private static List<String> vary(Sent sent) {
    List<String> rules = new ArrayList<>();
    rules.add(
        sent.cachePolicy().negotiated()
            ? "Accept has chosen the format"
            : "the URL alone says what it is");
    if (!sent.media().open()) {
      rules.add("the media is private: not everybody is answered alike");
    }
    return rules;
  }
}

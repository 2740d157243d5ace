package io.calotype.http.dialect;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The address of the CDN that fetches from this server.
///
/// @param base its URL, without a slash at the end
public record CdnAddress(URI base) {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /// The first segments of the routes that may redirect to the CDN.
  private static final Set<String> OWN = Set.of("api", "images");

  /// Returns the CDN with the base URL `url`; empty if that is empty.
  public static Optional<CdnAddress> of(String url) {
    return url.isEmpty() ? Optional.empty() : Optional.of(new CdnAddress(URI.create(url)));
  }

  /// Returns the URL by which a client gets `path` of this server from the CDN. The CDN fetches it
  /// with the mark of [OriginFetch].
  ///
  /// @param path percent-encoded
  /// @param options query parameters, decoded
  public String url(String path, List<Map.Entry<String, String>> options) {
    String query =
        options.stream()
            .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()) + "&")
            .collect(Collectors.joining());
    return base + path + "?" + query + OriginFetch.OPTION + "=" + OriginFetch.CDN;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Returns the URL `claimed`, which an application has written into a record, if it is one of a
  /// file on this CDN: HTTP or HTTPS, the host and port of the CDN, no credentials, and no path
  /// that the CDN would fetch from a route of this server that redirects. Empty for any other text.
  public Optional<String> file(String claimed) {
    try {
      URI url = new URI(claimed);
      boolean ours =
          url.getScheme() != null
              && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
              && base.getHost().equalsIgnoreCase(url.getHost())
              && url.getPort() == base.getPort()
              && url.getRawUserInfo() == null
              && foreign(url.getPath());
      return ours ? Optional.of(url.toASCIIString()) : Optional.empty();
    } catch (URISyntaxException noUrl) {
      return Optional.empty();
    }
  }

  /// Whether `path`, decoded, is on no route of this server, with or without the path of the CDN
  /// before it.
  private boolean foreign(String path) {
    String below = base.getPath();
    boolean inside = !below.isEmpty() && path.startsWith(below + "/");
    return outside(path) && (!inside || outside(path.substring(below.length())));
  }

  private static boolean outside(String path) {
    List<String> segments =
        Arrays.stream(path.split("[/\\\\]")).filter(segment -> !segment.isEmpty()).toList();
    boolean relative = segments.contains(".") || segments.contains("..");
    return !relative
        && !segments.isEmpty()
        && !OWN.contains(segments.getFirst().toLowerCase(Locale.ROOT));
  }
}

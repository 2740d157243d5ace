package io.calotype.http.gallery;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The headers of the page that limit what it may load and do.
final class PagePolicy {
  /// Features that the page does not use. The camera of a phone is opened by a file field, which
  /// needs no permission.
  static final String PERMISSIONS =
      Stream.of(
              "accelerometer",
              "browsing-topics",
              "camera",
              "display-capture",
              "geolocation",
              "gyroscope",
              "hid",
              "magnetometer",
              "microphone",
              "midi",
              "payment",
              "publickey-credentials-get",
              "serial",
              "usb",
              "xr-spatial-tracking")
          .map(feature -> feature + "=()")
          .collect(Collectors.joining(", "));

  private PagePolicy() {}

  /// The value of `Content-Security-Policy`. Scripts and styles come from the server's own files.
  /// Pictures and videos come from the server, or from `elsewhere` by its redirects. `data:` are
  /// placeholders; `blob:` are files before their upload, and pictures that the page has fetched.
  ///
  /// @param elsewhere URLs of a CDN and a bucket
  static String contentSecurity(List<URI> elsewhere) {
    String media =
        Stream.concat(Stream.of("'self'", "blob:"), elsewhere.stream().map(PagePolicy::origin))
            .distinct()
            .collect(Collectors.joining(" "));
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src data: " + media,
        "media-src " + media,
        "connect-src " + media,
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }

  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }
}

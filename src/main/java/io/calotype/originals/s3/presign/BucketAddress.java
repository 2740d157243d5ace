package io.calotype.originals.s3.presign;

import java.net.URI;
import java.util.Locale;

/// The address of a bucket.
///
/// @param scheme `http` or `https`
/// @param host the host name, and the port unless it is that of the scheme: the value of `Host`
/// @param path the path of the bucket, still percent-encoded; ends with a slash
/// @param region the region in signatures
public record BucketAddress(String scheme, String host, String path, String region) {
  public BucketAddress {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException("the path of a bucket begins and ends with a slash");
    }
  }

  /// Returns the bucket with the URL `base`, to which keys are appended. A slash at the end of an
  /// endpoint is not part of the path.
  public static BucketAddress of(URI base, String region) {
    String scheme = base.getScheme().toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    boolean plain = base.getPort() < 0 || base.getPort() == standard;
    String host = plain ? base.getHost() : base.getHost() + ":" + base.getPort();
    return new BucketAddress(scheme, host, base.getRawPath().replaceAll("/+", "/"), region);
  }
}

package io.calotype.cdn;

import io.calotype.media.Sha256;
import java.net.URI;

/// A cache that is purged, as the setting `CDN_PURGE` names it.
public sealed interface PurgeTarget {
  /// The name of the provider in settings, metrics and the log.
  default String provider() {
    return switch (this) {
      case Varnish _ -> "varnish";
      case Fastly _ -> "fastly";
      case Cloudflare _ -> "cloudflare";
      case Bunny _ -> "bunny";
      case Webhook _ -> "webhook";
    };
  }

  /// The name of its queue: the provider, and a digest of the place that is purged. A new token
  /// leaves it as it is.
  default String queue() {
    String place =
        switch (this) {
          case Varnish(URI url) -> url.toString();
          case Fastly(String service, String _) -> service;
          case Cloudflare(String zone, String _) -> zone;
          case Bunny(String pullZone, String _) -> pullZone;
          case Webhook(URI url) -> url.toString();
        };
    return "purges-" + provider() + "-" + Sha256.ofText(place).hex().substring(0, 8);
  }

  /// Varnish at `url`, with the module xkey.
  record Varnish(URI url) implements PurgeTarget {}

  /// A service of Fastly. `token` is a secret.
  record Fastly(String service, String token) implements PurgeTarget {
    @Override
    public String toString() {
      return "Fastly[" + service + "]";
    }
  }

  /// A zone of Cloudflare. `token` is a secret.
  record Cloudflare(String zone, String token) implements PurgeTarget {
    @Override
    public String toString() {
      return "Cloudflare[" + zone + "]";
    }
  }

  /// A pull zone of Bunny. `key` is a secret.
  record Bunny(String pullZone, String key) implements PurgeTarget {
    @Override
    public String toString() {
      return "Bunny[" + pullZone + "]";
    }
  }

  /// A program of the operator at `url`, which may be a secret.
  record Webhook(URI url) implements PurgeTarget {
    @Override
    public String toString() {
      return "Webhook[" + url.getHost() + "]";
    }
  }
}

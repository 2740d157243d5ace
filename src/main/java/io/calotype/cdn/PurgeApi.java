package io.calotype.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;

/// The HTTP interface of a provider: how it receives tags.
interface PurgeApi {
  /// The maximum number of tags of one request.
  int maxTags();

  /// The request that purges every answer with one of `tags`.
  HttpRequest.Builder request(List<String> tags);

  /// The interface of `target`.
  static PurgeApi of(PurgeTarget target) {
    return switch (target) {
      case PurgeTarget.Varnish(URI url) -> new VarnishApi(url);
      case PurgeTarget.Fastly(String service, String token) ->
          new FastlyApi(URI.create("https://api.fastly.com"), service, token);
      case PurgeTarget.Cloudflare(String zone, String token) ->
          new CloudflareApi(URI.create("https://api.cloudflare.com"), zone, token);
      case PurgeTarget.Bunny(String pullZone, String key) ->
          new BunnyApi(URI.create("https://api.bunny.net"), pullZone, key);
      case PurgeTarget.Webhook(URI url) -> new WebhookApi(url);
    };
  }
}

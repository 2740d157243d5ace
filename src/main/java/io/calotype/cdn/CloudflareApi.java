package io.calotype.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/// Cloudflare: `POST /client/v4/zones/{id}/purge_cache` with a JSON list of tags.
///
/// @param api the address of Cloudflare's API
/// @param zone the id of the zone
/// @param token a token with the permission "Cache Purge"
record CloudflareApi(URI api, String zone, String token) implements PurgeApi {
  private static final int MAX_TAGS = 30;

  @Override
  public int maxTags() {
    return MAX_TAGS;
  }

  @Override
  public HttpRequest.Builder request(List<String> tags) {
    return HttpRequest.newBuilder(api.resolve("/client/v4/zones/" + zone + "/purge_cache"))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(TagJson.of(Map.of("tags", tags))));
  }
}

package io.calotype.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/// Bunny: `POST /pullzone/{id}/purgeCache` with one tag. Bunny reads the tags of an answer from
/// `CDN-Tag`.
///
/// @param api the address of Bunny's API
/// @param pullZone the id of the pull zone
/// @param key the key of the account
record BunnyApi(URI api, String pullZone, String key) implements PurgeApi {
  @Override
  public int maxTags() {
    return 1;
  }

  @Override
  public HttpRequest.Builder request(List<String> tags) {
    return HttpRequest.newBuilder(api.resolve("/pullzone/" + pullZone + "/purgeCache"))
        .header("AccessKey", key)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(TagJson.of(Map.of("CacheTag", tags.getFirst()))));
  }
}

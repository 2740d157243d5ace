package io.calotype.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/// Fastly: `POST /service/{id}/purge` with a JSON list of surrogate keys.
///
/// @param api the address of Fastly's API
/// @param service the id of the service
/// @param token a token with the scope `purge_select`
record FastlyApi(URI api, String service, String token) implements PurgeApi {
  private static final int MAX_TAGS = 256;

  @Override
  public int maxTags() {
    return MAX_TAGS;
  }

  @Override
  public HttpRequest.Builder request(List<String> tags) {
    return HttpRequest.newBuilder(api.resolve("/service/" + service + "/purge"))
        .header("Fastly-Key", token)
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(TagJson.of(Map.of("surrogate_keys", tags))));
  }
}

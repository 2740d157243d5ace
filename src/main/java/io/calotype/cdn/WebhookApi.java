package io.calotype.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/// A program of the operator: a `POST` of `{"tags":["m-<id>"]}`.
///
/// @param url of the program
record WebhookApi(URI url) implements PurgeApi {
  private static final int MAX_TAGS = 256;

  @Override
  public int maxTags() {
    return MAX_TAGS;
  }

  @Override
  public HttpRequest.Builder request(List<String> tags) {
    return HttpRequest.newBuilder(url)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(TagJson.of(Map.of("tags", tags))));
  }
}

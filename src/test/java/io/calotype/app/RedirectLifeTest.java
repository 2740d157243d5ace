package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.access.TestTokens;
import io.calotype.json.JsonValue;
import io.calotype.originals.s3.S3Server;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The life of the URLs of the store, to which callers with a right for a limited time are
/// redirected.
class RedirectLifeTest {
  private static final String JWT_SECRET = "0123456789abcdef0123456789abcdef";
  private static final String ORIGINAL = "/api/media/lent/content";
  private static final String RENDITION = "/images/lent.webp";

  @Test
  void url_ofACallerWhoseRightEnds_endsWithIt() {
    try (AcceptingServer server = AcceptingServer.start(settings())) {
      String upload = "/api/media/lent?visibility=private";
      assertThat(server.put("root", upload, AcceptingServer.jpeg(1)).statusCode()).isEqualTo(201);
      Await.until(
          () -> server.send(server.as("root", RENDITION)).statusCode() == 302, "a redirect");
      String token = "?t=" + token(server);

      for (String path : List.of(ORIGINAL, RENDITION)) {
        assertThat(seconds(server, HttpRequest.newBuilder(server.uri(path + token))))
            .as(path)
            .isBetween(1, 60);
      }
      HttpRequest.Builder bearer =
          HttpRequest.newBuilder(server.uri(ORIGINAL))
              .header(
                  "Authorization",
                  "Bearer "
                      + TestTokens.signed(
                          JWT_SECRET, "reader", "viewer", Instant.now().plusSeconds(60)));
      assertThat(seconds(server, bearer)).isBetween(1, 60);
      assertThat(seconds(server, server.as("root", ORIGINAL))).isEqualTo(900);
    }
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment("redirects"));
    settings.put("S3_PREFIX", UUID.randomUUID().toString());
    settings.put("RENDITIONS", "s3");
    settings.put("DELIVERY", "redirect");
    settings.put("REDIRECT_FROM", "1000");
    settings.put("API_KEYS", AcceptingServer.keys("root:admin"));
    settings.put("SIGNING_KEYS", "a-secret");
    settings.put("JWT_SECRET", JWT_SECRET);
    return settings;
  }

  /// A token of the media for a minute.
  private static String token(AcceptingServer server) {
    HttpRequest.Builder request =
        server
            .as("root", "/api/sign")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"ids\":[\"lent\"],\"expires\":\"PT60S\"}"));
    return JsonValue.read(server.send(request).body()).orElseThrow().at("tokens").at("lent").text();
  }

  /// The validity of the URL in the answer.
  private static int seconds(AcceptingServer server, HttpRequest.Builder request) {
    HttpResponse<byte[]> answer = server.send(request);
    assertThat(answer.statusCode()).isEqualTo(302);
    String url = answer.headers().firstValue("Location").orElseThrow();
    return Integer.parseInt(url.replaceAll(".*X-Amz-Expires=([0-9]+).*", "$1"));
  }
}

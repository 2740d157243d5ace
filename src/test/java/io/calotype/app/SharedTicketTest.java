package io.calotype.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.json.JsonValue;
import io.calotype.media.Sha256;
import io.calotype.originals.s3.S3Server;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Tickets that one node issues and another one counts, and direct uploads with them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedTicketTest {
  private static final String JSON = "application/json";

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer node;

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer other;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    redis = RedisServer.start(folder);
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment("tickets"));
    settings.put("S3_PREFIX", UUID.randomUUID().toString());
    settings.put("CATALOG", "redis");
    settings.put("REDIS_URL", redis.uri());
    settings.put("API_KEYS", AcceptingServer.keys("app:editor"));
    node = AcceptingServer.start(settings);
    other = AcceptingServer.start(settings);
  }

  @AfterAll
  void stop() {
    other.close();
    node.close();
    redis.close();
  }

  private String ticket(String json) {
    HttpResponse<byte[]> issued =
        node.send(
            node.as("app", "/api/tickets")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString(json)));
    return json(issued).at("ticket").text();
  }

  private static JsonValue json(HttpResponse<byte[]> answer) {
    return JsonValue.read(answer.body()).orElseThrow();
  }

  private HttpResponse<byte[]> upload(AcceptingServer at, String ticket, byte[] bytes) {
    return at.send(
        HttpRequest.newBuilder(at.uri("/api/media?ticket=" + ticket))
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  @Test
  void uses_atTwoNodes_countTogether() {
    String ticket = ticket("{\"count\":2}");
    byte[] bytes = AcceptingServer.jpeg(1);

    assertThat(upload(node, ticket, bytes).statusCode()).isEqualTo(201);
    assertThat(upload(other, ticket, bytes).statusCode()).isEqualTo(200);
    assertThat(upload(other, ticket, AcceptingServer.jpeg(2)).statusCode()).isEqualTo(201);
    assertThat(upload(node, ticket, AcceptingServer.jpeg(3)).statusCode()).isEqualTo(403);
  }

  @Test
  void directUpload_withATicket_isCompletedByItsHolderAlone() {
    String ticket = ticket("{\"bytes\":5000,\"group\":\"direct\"}");

    byte[] bytes = AcceptingServer.jpeg(4);

    assertThat(announced(ticket, 5001, bytes).statusCode()).isEqualTo(403);
    JsonValue upload = json(announced(ticket, 5000, bytes));
    assertThat(announced(ticket, 5000, AcceptingServer.jpeg(5)).statusCode()).isEqualTo(429);
    assertThat(sent(upload, bytes).statusCode()).isEqualTo(200);
    String complete = upload.at("complete").text();
    String another = complete.replace(ticket, ticket("{}"));

    assertThat(complete).endsWith("?ticket=" + ticket);
    assertThat(completed(another).statusCode()).isEqualTo(404);
    HttpResponse<byte[]> stored = completed(complete);
    assertThat(stored.statusCode()).isEqualTo(201);
    assertThat(json(stored).at("group").text()).isEqualTo("direct");
    HttpResponse<byte[]> again = completed(complete);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(stored.body());
    assertThat(upload(node, ticket, AcceptingServer.jpeg(5)).statusCode()).isEqualTo(403);
  }

  @Test
  void directUpload_thatIsRefused_leavesTheTicketAsItWas() {
    String ticket = ticket("{}");
    byte[] text = "no picture".repeat(500).getBytes(UTF_8);

    JsonValue upload = json(announced(ticket, 5000, text));
    assertThat(sent(upload, text).statusCode()).isEqualTo(200);
    assertThat(completed(upload.at("complete").text()).statusCode()).isEqualTo(415);

    assertThat(upload(node, ticket, AcceptingServer.jpeg(6)).statusCode()).isEqualTo(201);
  }

  @Test
  void directUpload_ofTheSameBytes_isAnnouncedThreeTimes() {
    String ticket = ticket("{}");
    byte[] bytes = AcceptingServer.jpeg(7);

    for (int i = 0; i < 3; i++) {
      assertThat(announced(ticket, 5000, bytes).statusCode()).isEqualTo(201);
    }
    assertThat(announced(ticket, 5000, bytes).statusCode()).isEqualTo(429);
    assertThat(upload(node, ticket, bytes).statusCode()).isEqualTo(201);
    assertThat(announced(ticket, 5000, bytes).statusCode()).isEqualTo(403);
  }

  private HttpResponse<byte[]> sent(JsonValue upload, byte[] bytes) {
    HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(upload.at("url").text()));
    upload
        .at("headers")
        .members()
        .forEach((name, value) -> {
          if (!name.equals("content-length")) {
            put.header(name, value.text());
          }
        });
    return node.send(put.PUT(BodyPublishers.ofByteArray(bytes)));
  }

  private HttpResponse<byte[]> announced(String ticket, int length, byte[] bytes) {
    String digest = Sha256.of(Sha256.digester().digest(bytes)).hex();
    return node.send(
        HttpRequest.newBuilder(node.uri("/api/uploads/direct?ticket=" + ticket))
            .header("Content-Type", JSON)
            .POST(
                BodyPublishers.ofString(
                    "{\"bytes\":%d,\"sha256\":\"%s\"}".formatted(length, digest))));
  }

  private HttpResponse<byte[]> completed(String path) {
    return other.send(HttpRequest.newBuilder(other.uri(path)).POST(BodyPublishers.noBody()));
  }
}

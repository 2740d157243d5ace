package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.failure.Failure;
import io.calotype.json.JsonValue;
import io.calotype.media.Sha256;
import io.calotype.originals.s3.FaultProxy;
import io.calotype.originals.s3.S3Server;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads whose bytes a plain HTTP client sends to a real S3 server, completed at either of two
/// nodes with one Redis.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectUploadTest {
  private static final String BUCKET = "direct";

  private final BucketFolder folder = new BucketFolder(BUCKET, UUID.randomUUID().toString());

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer node;

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer other;

  /// Between the other node and the S3 server.
  @SuppressWarnings("NullAway.Init")
  private FaultProxy proxy;

  @BeforeAll
  void start(@TempDir Path root) throws IOException {
    redis = RedisServer.start(Files.createDirectory(root.resolve("redis")));
    node = AcceptingServer.start(settings());
    proxy = new FaultProxy(S3Server.shared().port());
    Map<String, String> through = settings();
    through.put("S3_ENDPOINT", "http://127.0.0.1:" + proxy.port());
    other = AcceptingServer.start(through);
  }

  @AfterAll
  void stop() {
    other.close();
    proxy.close();
    node.close();
    redis.close();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment(BUCKET));
    settings.put("S3_PREFIX", folder.prefix());
    settings.put("CATALOG", "redis");
    settings.put("REDIS_URL", redis.uri());
    settings.put("MAX_UPLOAD_SIZE", "64KiB");
    settings.put("MAX_VIDEO_SIZE", "128KiB");
    settings.put("API_KEYS", AcceptingServer.keys("app:editor", "else:editor", "root:admin"));
    return settings;
  }

  private static String sha256(byte[] bytes) {
    return Sha256.of(Sha256.digester().digest(bytes)).hex();
  }

  @Test
  void upload_announcedSentAndCompleted_isAMedia() {
    byte[] bytes = AcceptingServer.jpeg(1);
    JsonValue announced =
        announced(
            """
            {"bytes":5000,"sha256":"%s","type":"image/jpeg","id":"flow","group":"g","ttl":"P30D",
             "visibility":"private","filename":"a.jpg","attributes":{"title":"Beach"}}
            """
                .formatted(sha256(bytes)));
    assertThat(announced.at("method").text()).isEqualTo("PUT");
    assertThat(announced.at("headers").members())
        .containsOnlyKeys(
            "content-length", "content-type", "if-none-match", "x-amz-checksum-sha256");
    assertThat(folder.keys()).noneMatch(key -> key.contains("flow"));

    assertThat(send(announced, bytes).statusCode()).isEqualTo(200);
    assertThat(get("/api/media/flow").statusCode()).isEqualTo(404);
    HttpResponse<byte[]> completed = complete(other, "app", announced);

    assertThat(completed.statusCode()).isEqualTo(201);
    assertThat(completed.headers().firstValue("Location")).hasValue("/api/media/flow");
    JsonValue record = json(completed);
    assertThat(record.at("sha256").text()).isEqualTo(sha256(bytes));
    assertThat(record.at("group").text()).isEqualTo("g");
    assertThat(record.at("visibility").text()).isEqualTo("private");
    assertThat(record.at("filename").text()).isEqualTo("a.jpg");
    assertThat(record.at("attributes").at("title").text()).isEqualTo("Beach");
    assertThat(record.at("expiresAt").text()).isNotEmpty();
    assertThat(get("/api/media/flow/content").body()).isEqualTo(bytes);
    assertThat(folder.keys()).noneMatch(key -> key.endsWith(upload(announced)));
  }

  @Test
  void complete_again_answersAsTheFirstTimeOnEachNode() {
    byte[] bytes = AcceptingServer.jpeg(2);
    JsonValue announced = announced("{\"bytes\":5000,\"visibility\":\"public\"}");
    send(announced, bytes);

    HttpResponse<byte[]> first = complete(node, "app", announced);
    HttpResponse<byte[]> again = complete(node, "app", announced);
    HttpResponse<byte[]> elsewhere = complete(other, "app", announced);

    assertThat(List.of(first.statusCode(), again.statusCode(), elsewhere.statusCode()))
        .containsOnly(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(elsewhere.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));

    String path = "/api/media/" + json(first).at("id").text();
    assertThat(node.send(node.as("app", path).DELETE()).statusCode()).isEqualTo(204);
    assertThat(complete(other, "app", announced).statusCode()).isEqualTo(404);
  }

  @Test
  void complete_afterACrashBeforeTheNote_answersAsTheFirstTime() {
    byte[] bytes = AcceptingServer.jpeg(3);
    JsonValue announced = announced("{\"bytes\":5000,\"id\":\"crashed\"}");
    byte[] note = folder.read("u/" + upload(announced) + ".note");
    send(announced, bytes);
    HttpResponse<byte[]> first = complete(node, "app", announced);

    folder.write("u/" + upload(announced) + ".note", note);
    folder.write("u/" + upload(announced), bytes);
    HttpResponse<byte[]> again = complete(other, "app", announced);

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(folder.keys().stream().filter(key -> key.contains("/crashed."))).hasSize(1);
  }

  /// The first node completes the upload, and deletes its bytes, just before a request of the
  /// second node arrives at the store.
  @ParameterizedTest
  @ValueSource(strings = {"HEAD .*/u/.*", "GET .*/u/[^.]*", "PUT .*/o/.*"})
  void complete_atTwoNodesAtOnce_answersTheSameAtBoth(String request) {
    JsonValue announced = announced("{\"bytes\":5000}");
    send(announced, AcceptingServer.jpeg(request.hashCode()));
    List<HttpResponse<byte[]>> first = new CopyOnWriteArrayList<>();
    before(request, () -> first.add(complete(node, "app", announced)));

    HttpResponse<byte[]> second = complete(other, "app", announced);

    assertThat(first).extracting(HttpResponse::statusCode).containsExactly(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.getFirst().body());
    String id = json(second).at("id").text();
    assertThat(folder.keys().stream().filter(key -> key.contains("/" + id + "."))).hasSize(1);
  }

  /// The client has repeated a completion that is slow, and deletes the media of the faster one.
  @Test
  void complete_afterTheMediaOfAFasterCompletionWasDeleted_leavesNone() {
    JsonValue announced = announced("{\"bytes\":5000,\"id\":\"slow\"}");
    send(announced, AcceptingServer.jpeg(14));
    List<Integer> faster = new CopyOnWriteArrayList<>();
    before(
        "PUT .*/o/.*",
        () -> {
          faster.add(complete(node, "app", announced).statusCode());
          faster.add(node.send(node.as("app", "/api/media/slow").DELETE()).statusCode());
        });

    HttpResponse<byte[]> slow = complete(other, "app", announced);

    assertThat(faster).containsExactly(201, 204);
    assertProblem(slow, 404, "not-found");
    assertThat(get("/api/media/slow").statusCode()).isEqualTo(404);
    assertThat(folder.keys()).noneMatch(key -> key.contains("/slow."));
  }

  /// Runs `action` once, just before a request of the other node arrives at the store.
  ///
  /// @param request a regular expression for its method and path
  private void before(String request, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    proxy.fail(
        FaultProxy.Fault.ERROR,
        1,
        head -> {
          String line = head.substring(0, head.indexOf('\r'));
          if (line.matches(request + " HTTP/1.1") && !done.getAndSet(true)) {
            action.run();
          }
          return false;
        });
  }

  @Test
  void complete_bytesThatAreThereAlready_isThatMedia() {
    byte[] bytes = AcceptingServer.jpeg(4);
    assertThat(node.put("app", "/api/media/there", bytes).statusCode()).isEqualTo(201);
    JsonValue announced = announced("{\"bytes\":5000,\"id\":\"there\"}");
    send(announced, bytes);

    assertThat(complete(node, "app", announced).statusCode()).isEqualTo(200);
    assertThat(complete(other, "app", announced).statusCode()).isEqualTo(200);

    JsonValue differing = announced("{\"bytes\":5000,\"id\":\"there\",\"group\":\"x\"}");
    send(differing, bytes);
    assertProblem(complete(node, "app", differing), 409, "media-differs");
    JsonValue taken = announced("{\"bytes\":5000,\"id\":\"there\"}");
    send(taken, AcceptingServer.jpeg(5));
    assertProblem(complete(node, "app", taken), 409, "media-exists");
  }

  @Test
  void complete_withoutBytes_isIncompleteUntilTheyArrive() {
    JsonValue announced = announced("{\"bytes\":5000}");

    assertProblem(complete(node, "app", announced), 409, "upload-incomplete");
    send(announced, AcceptingServer.jpeg(6));
    assertThat(complete(node, "app", announced).statusCode()).isEqualTo(201);
  }

  @Test
  void complete_otherBytesThanAnnounced_discardsThem() {
    JsonValue digest =
        announced("{\"bytes\":5000,\"sha256\":\"%s\"}".formatted(sha256(AcceptingServer.jpeg(7))));
    folder.write("u/" + upload(digest), AcceptingServer.jpeg(8));
    JsonValue length = announced("{\"bytes\":4999}");
    folder.write("u/" + upload(length), AcceptingServer.jpeg(8));

    for (JsonValue announced : List.of(digest, length)) {
      assertProblem(complete(node, "app", announced), 460, "checksum-mismatch");
      assertProblem(complete(node, "app", announced), 409, "upload-incomplete");
    }
    send(digest, AcceptingServer.jpeg(7));
    assertThat(complete(node, "app", digest).statusCode()).isEqualTo(201);
  }

  /// The service holds clients to the announcement.
  @Test
  void store_otherRequestThanSigned_isRefused() {
    byte[] bytes = AcceptingServer.jpeg(9);
    JsonValue announced = announced("{\"bytes\":5000,\"sha256\":\"%s\"}".formatted(sha256(bytes)));

    assertThat(send(announced, new byte[4999]).statusCode()).isEqualTo(403);
    assertThat(send(announced, Map.of(), bytes).statusCode()).isEqualTo(403);
    assertThat(send(announced, bytes).statusCode()).isEqualTo(200);
    assertThat(send(announced, bytes).statusCode()).isEqualTo(412);
  }

  @Test
  void complete_byAnotherCaller_isAbsentExceptToAnAdmin() {
    JsonValue announced = announced("{\"bytes\":5000,\"id\":\"mine\"}");
    send(announced, AcceptingServer.jpeg(10));

    assertThat(complete(node, "else", announced).statusCode()).isEqualTo(404);
    String path = announced.at("complete").text();
    assertThat(
            node.send(HttpRequest.newBuilder(node.uri(path)).POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(401);
    assertThat(complete(node, "root", announced).statusCode()).isEqualTo(201);
    assertThat(get("/api/media/mine").statusCode()).isEqualTo(200);
  }

  @Test
  void complete_bytesThatAreNoPicture_createsNothing() {
    JsonValue unknown = announced("{\"bytes\":4,\"id\":\"unknown\"}");
    send(unknown, "text".getBytes(StandardCharsets.US_ASCII));
    assertProblem(complete(node, "app", unknown), 415, "unsupported-media");
    assertProblem(complete(node, "app", unknown), 415, "unsupported-media");
    JsonValue broken = announced("{\"bytes\":5000,\"id\":\"broken\"}");
    send(broken, AcceptingServer.jpeg(11));
    node.engine().refuse(new Failure.Undecodable());
    assertProblem(complete(node, "app", broken), 422, "undecodable");
    node.engine().refuse(null);
    assertThat(get("/api/media/unknown").statusCode()).isEqualTo(404);
    assertThat(get("/api/media/broken").statusCode()).isEqualTo(404);

    JsonValue large = announced("{\"bytes\":70000}");
    byte[] bytes = new byte[70_000];
    System.arraycopy(AcceptingServer.jpeg(12), 0, bytes, 0, 5000);
    send(large, bytes);
    assertProblem(complete(node, "app", large), 413, "too-large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400",
        "{\"bytes\":0} | 400",
        "{\"bytes\":\"5\"} | 400",
        "{\"bytes\":5,\"sha256\":\"00\"} | 400",
        "{\"bytes\":5,\"type\":\"a/b\\r\\nx: y\"} | 400",
        "{\"bytes\":5,\"id\":\"a/b\"} | 400",
        "{\"bytes\":5,\"owner\":\"key:root\"} | 400",
        "{\"bytes\":5,\"attributes\":{\"a\":1}} | 400",
        "{\"bytes\":5,\"attributes\":[\"a\"]} | 400",
        "{\"bytes\":5,\"ttl\":\"x\"} | 400",
        "{\"bytes\":131073} | 413"
      })
  void announce_invalid_isRefused(String body, int status) {
    assertThat(announce(node, body).statusCode()).isEqualTo(status);
  }

  /// A note has a maximum length, whatever the client sends.
  @Test
  void announce_longTexts_areShortened() {
    String body =
        "{\"bytes\":5000,\"filename\":\"%s.jpg\",\"ttl\":\"PT%s60S\"}"
            .formatted("n".repeat(20_000), "0".repeat(20_000));
    JsonValue announced = announced(body);

    assertThat(folder.read("u/" + upload(announced) + ".note")).hasSizeLessThan(1000);
    send(announced, AcceptingServer.jpeg(13));
    assertThat(json(complete(node, "app", announced)).at("filename").text()).endsWith("n.jpg");
  }

  private static HttpResponse<byte[]> announce(AcceptingServer where, String body) {
    return where.send(
        where
            .as("app", "/api/uploads/direct")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private JsonValue announced(String body) {
    HttpResponse<byte[]> answer = announce(node, body);
    assertThat(answer.statusCode()).isEqualTo(201);
    return json(answer);
  }

  /// Sends `bytes` with exactly the announced headers. The client computes `Content-Length`.
  private HttpResponse<byte[]> send(JsonValue announced, byte[] bytes) {
    return send(announced, announced.at("headers").members(), bytes);
  }

  private HttpResponse<byte[]> send(
      JsonValue announced, Map<String, JsonValue> headers, byte[] bytes) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(announced.at("url").text()))
            .PUT(BodyPublishers.ofByteArray(bytes));
    headers.forEach((name, value) -> {
      if (!name.equals("content-length")) {
        request.header(name, value.text());
      }
    });
    return node.send(request);
  }

  private static HttpResponse<byte[]> complete(
      AcceptingServer where, String name, JsonValue announced) {
    return where.send(
        where.as(name, announced.at("complete").text()).POST(BodyPublishers.noBody()));
  }

  private HttpResponse<byte[]> get(String path) {
    return other.send(other.as("app", path));
  }

  private static String upload(JsonValue announced) {
    String path = announced.at("complete").text();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static JsonValue json(HttpResponse<byte[]> answer) {
    return JsonValue.read(answer.body()).orElseThrow();
  }

  private static void assertProblem(HttpResponse<byte[]> answer, int status, String slug) {
    assertThat(json(answer).at("type").text()).isEqualTo("/problems/" + slug);
    assertThat(answer.statusCode()).isEqualTo(status);
  }
}

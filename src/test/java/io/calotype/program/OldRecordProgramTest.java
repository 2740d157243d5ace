package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.redis.RedisServer;
import io.lettuce.core.SetArgs;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures that an application has left in Redis as base64, met by one program.
class OldRecordProgramTest {
  private static final byte[] PICTURE = Pictures.noise(300, 200, 9);
  private static final String LIFTED = "calotype_lifted_total";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private static Server program;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    program =
        InJvm.start(folder.resolve("data"), Map.of("CATALOG", "redis", "REDIS_URL", redis.uri()));
  }

  @AfterAll
  static void stop() {
    program.close();
    redis.close();
  }

  private static String record(byte[] picture, String head) {
    return "{\"title\":\"a fox\",\"seed\":42,\"base64_data\":\""
        + head
        + Base64.getEncoder().encodeToString(picture)
        + "\",\"style\":\"ink\"}";
  }

  private static void leave(String id, String record) {
    redis.commands().set("image:" + id, record);
  }

  @ParameterizedTest
  @CsvSource({"png,png,''", "jpeg,jpeg,''", "uri,png,'data:image/png;base64,'"})
  void firstView_ofAnOldRecord_isThePictureAndTheRecordIsSmall(
      String id, String format, String head) throws IOException {
    byte[] picture = Pictures.encoded(Pictures.decoded(PICTURE), format);
    redis.commands().set("image:" + id, record(picture, head), SetArgs.Builder.ex(7200));

    HttpResponse<byte[]> first = program.get("/images/" + id);

    assertThat(first.statusCode()).as(text(first)).isEqualTo(200);
    assertThat(header(first, "content-type")).isEqualTo("image/webp");
    assertThat(header(first, "cache-control")).matches("public, max-age=(3600|3[0-9]{3})");
    String record = redis.commands().get("image:" + id);
    assertThat(record)
        .contains("\"cached\":true", "\"title\":\"a fox\"", "\"seed\":42", "\"style\":\"ink\"")
        .doesNotContain("base64_data");
    assertThat(record.length()).isLessThanOrEqualTo(2048);
    assertThat(redis.commands().ttl("image:" + id)).isBetween(7100L, 7200L);
    assertThat(program.get("/api/media/" + id + "/content").body()).isEqualTo(picture);
    assertThat(text(program.get("/api/media/" + id))).contains("\"title\":\"a fox\"", "\"style\"");
    assertThat(text(program.get("/api/media"))).contains("\"" + id + "\"");
    assertThat(header(program.get("/images/" + id), "cache-status")).contains("hit");
    assertThat(originals(id))
        .singleElement()
        .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(picture));
  }

  @Test
  void manyClients_atOnce_importItOnce() {
    leave("crowd", record(PICTURE, ""));
    double before = program.metric(LIFTED);

    List<CompletableFuture<HttpResponse<byte[]>>> asked =
        IntStream.range(0, 40)
            .mapToObj(i -> program.sendAsync(program.request("/images/crowd/small")))
            .toList();

    Set<Integer> answers = new HashSet<>();
    asked.forEach(answer -> answers.add(answer.join().statusCode()));
    assertThat(answers).containsExactly(200);
    assertThat(program.metric(LIFTED) - before).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /images/%s",
        "HEAD /images/%s/small",
        "GET /images/%s.png",
        "GET /images/%s?w=64",
        "GET /api/media/%s",
        "GET /api/media/%s/content",
        "GET /api/media/%s/thumbnail",
        "POST /api/media/%s/retry",
        "PUT /api/media/%s",
        "POST /api/media?id=%s",
      })
  void everyRoute_thatNamesIt_importsIt(String route) {
    String id = "route-" + Integer.toHexString(route.hashCode());
    leave(id, record(PICTURE, ""));

    HttpResponse<byte[]> answer = ask(route.formatted(id), PICTURE);

    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(redis.commands().get("image:" + id)).contains("\"calotype\"", "\"seed\":42");
  }

  @Test
  void delete_ofAnOldRecord_leavesNothing() throws IOException {
    leave("deleted", record(PICTURE, ""));

    assertThat(program.delete("/api/media/deleted").statusCode()).isEqualTo(204);

    assertThat(redis.commands().exists("image:deleted")).isZero();
    assertThat(originals("deleted")).isEmpty();
    assertThat(program.get("/images/deleted").statusCode()).isEqualTo(404);
  }

  @Test
  void put_ofOtherBytes_overAnOldRecord_isRefused() {
    leave("other", record(PICTURE, ""));

    assertThat(program.put("other", Pictures.noise(20, 20, 1)).statusCode()).isEqualTo(409);
    assertThat(program.get("/api/media/other/content").body()).isEqualTo(PICTURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"base64_data\":\"iVBORw0KGgo=\"}",
        "{\"base64_data\":\"not base64 at all\"}",
        "{\"base64_data\":\"SGVsbG8=\"}",
        "{\"base64_data\":\"\"}",
        "{\"base64_data\":\"iVBORw0KGgo"
      })
  void brokenRecord_always_isUndecodableAndStaysAsItIs(String record) throws IOException {
    String id = "broken-" + Integer.toHexString(record.hashCode());
    leave(id, record);

    for (String path : List.of("/images/" + id, "/api/media/" + id, "/images/" + id + "/small")) {
      HttpResponse<byte[]> answer = program.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(422);
      assertThat(text(answer)).contains("/problems/undecodable");
      assertThat(header(answer, "cache-control")).isEqualTo("no-store");
    }
    assertThat(program.put(id, PICTURE).statusCode()).isEqualTo(409);
    assertThat(program.delete("/api/media/" + id).statusCode()).isEqualTo(422);
    assertThat(redis.commands().get("image:" + id)).isEqualTo(record);
    assertThat(originals(id)).isEmpty();
  }

  @Test
  void whatHoldsNoPicture_isNotFoundAndStaysAsItIs() {
    leave("plain", "{\"title\":\"no picture\"}");
    redis.commands().hset("image:hash", "base64_data", "AAAA");

    assertThat(program.get("/images/plain").statusCode()).isEqualTo(404);
    assertThat(program.get("/images/hash").statusCode()).isEqualTo(404);
    assertThat(redis.commands().get("image:plain")).isEqualTo("{\"title\":\"no picture\"}");
    assertThat(redis.commands().hget("image:hash", "base64_data")).isEqualTo("AAAA");
  }

  private static HttpResponse<byte[]> ask(String route, byte[] body) {
    String[] words = route.split(" ", -1);
    return program.send(
        program
            .request(words[1])
            .method(
                words[0],
                words[0].startsWith("P") && !route.endsWith("retry")
                    ? BodyPublishers.ofByteArray(body)
                    : BodyPublishers.noBody()));
  }

  private static List<Path> originals(String id) throws IOException {
    return BlobFolder.of(folder.resolve("data"), "images", id);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

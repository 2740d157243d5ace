package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.redis.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records in a real Redis, which is stopped, killed and started again.
class RedisProgramTest {
  private static final byte[] PICTURE = Pictures.noise(300, 200, 7);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private Program program;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    program = Program.start(folder.resolve("data"), settings());
  }

  @AfterEach
  void stop() {
    program.close();
    redis.close();
  }

  private Map<String, String> settings() {
    return Map.of("CATALOG", "redis", "REDIS_URL", redis.uri(), "UPKEEP_EVERY", "1s");
  }

  /// As an image generator uses it: base64 in, a hit at once, a small record that its application
  /// can read, and nothing left when its time is over.
  @Test
  void generatedPicture_fromBase64ToItsEnd() throws IOException {
    String base64 = Base64.getEncoder().encodeToString(PICTURE);
    HttpResponse<byte[]> stored =
        program.post(
            "/api/media",
            "application/json",
            ("{\"id\":\"gen\",\"data\":\"data:image/png;base64,"
                    + base64
                    + "\",\"ttl\":4,\"attributes\":{\"title\":\"a fox\",\"style\":\"ink\"}}")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(stored.statusCode()).as(text(stored)).isEqualTo(201);

    HttpResponse<byte[]> first = program.get("/images/gen");
    assertThat(header(first, "content-type")).isEqualTo("image/webp");
    assertThat(header(first, "cache-status")).startsWith("calotype; hit");
    assertThat(header(first, "cache-control")).matches("public, max-age=[0-4]");

    String record = redis.commands().get("image:gen");
    assertThat(record.length()).isLessThanOrEqualTo(2048);
    assertThat(record)
        .contains("\"cached\":true", "\"title\":\"a fox\"", "\"style\":\"ink\"")
        .doesNotContain(base64.substring(100, 140));
    assertThat(redis.commands().pttl("image:gen")).isPositive();

    eventually(() -> program.get("/images/gen").statusCode(), 410, 404);
    eventually(() -> program.get("/api/media/gen").statusCode(), 404);
    assertThat(files("gen")).isEmpty();
    assertThat(redis.commands().keys("*gen*")).isEmpty();
    assertThat(redis.commands().hlen("calotype:kept")).isZero();
  }

  @Test
  void redisKilled_hitsGoOnAndTheRestSaysSoUntilItIsBack() throws Exception {
    program.put("seen", PICTURE);
    program.put("unseen", PICTURE);
    program.get("/images/seen/small");
    program.close();
    program = Program.start(folder.resolve("data"), settings());
    assertThat(program.get("/images/seen/small").statusCode()).isEqualTo(200);

    redis.kill();
    Instant asked = Instant.now();

    assertThat(program.get("/images/seen/small").statusCode()).isEqualTo(200);
    assertThat(program.get("/images/unseen/small").statusCode()).isEqualTo(503);
    assertThat(program.put("new", PICTURE).statusCode()).isEqualTo(503);
    assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(12));

    redis.startAgain();
    eventually(() -> program.get("/images/unseen/small").statusCode(), 200);
    assertThat(program.put("new", PICTURE).statusCode()).isEqualTo(201);
    assertThat(text(program.get("/api/media"))).contains("\"seen\"", "\"unseen\"", "\"new\"");
  }

  @Test
  void redisStopped_nothingHangs() throws Exception {
    program.put("seen", PICTURE);
    redis.signal("STOP");
    Instant asked = Instant.now();

    assertThat(program.get("/api/media").statusCode()).isEqualTo(503);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(3));

    redis.signal("CONT");
    eventually(() -> program.get("/api/media").statusCode(), 200);
  }

  /// What an application has put there under our name stays as it is.
  @Test
  void foreignRecord_isNotOverwritten() {
    redis.commands().set("image:theirs", "{\"base64_data\":\"AAAA\"}");

    assertThat(program.put("theirs", PICTURE).statusCode()).isEqualTo(409);
    assertThat(redis.commands().get("image:theirs")).isEqualTo("{\"base64_data\":\"AAAA\"}");
  }

  @Test
  void start_withoutRedis_isLiveAndRecovers() throws Exception {
    program.close();
    redis.kill();
    program = Program.start(folder.resolve("data"), settings());
    assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);

    redis.startAgain();

    eventually(() -> program.get("/health/ready").statusCode(), 200);
  }

  private static void eventually(java.util.function.IntSupplier status, int... wanted) {
    Instant deadline = Instant.now().plusSeconds(20);
    int last = status.getAsInt();
    while (!among(last, wanted) && Instant.now().isBefore(deadline)) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      last = status.getAsInt();
    }
    assertThat(among(last, wanted)).as("in the end it was " + last).isTrue();
  }

  private static boolean among(int status, int... wanted) {
    return java.util.Arrays.stream(wanted).anyMatch(one -> one == status);
  }

  private List<Path> files(String id) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      return all.filter(path -> path.toString().contains("/" + id)).toList();
    }
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
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
  private Server program;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    program = InJvm.start(folder.resolve("data"), settings());
  }

  @AfterEach
  void stop() {
    program.close();
    redis.close();
  }

  private Map<String, String> settings() {
    return Map.of("CATALOG", "redis", "REDIS_URL", redis.uri(), "PREGENERATE", "small");
  }

  @Test
  void redisKilled_hitsGoOnAndTheRestSaysSoUntilItIsBack() throws Exception {
    program.put("seen", PICTURE);
    program.put("unseen", PICTURE);
    program.get("/images/seen/small");
    program.close();
    program = InJvm.start(folder.resolve("data"), settings());
    assertThat(program.get("/images/seen/small").statusCode()).isEqualTo(200);

    redis.kill();

    assertThat(program.get("/images/seen/small").statusCode()).isEqualTo(200);
    assertThat(program.get("/images/unseen/small").statusCode()).isEqualTo(503);
    assertThat(program.put("new", PICTURE).statusCode()).isEqualTo(503);
    assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);

    redis.startAgain();
    eventually(() -> program.get("/images/unseen/small").statusCode(), 200);
    assertThat(program.put("new", PICTURE).statusCode()).isEqualTo(201);
    assertThat(text(program.get("/api/media"))).contains("\"seen\"", "\"unseen\"", "\"new\"");
  }

  /// Media that were seen are delivered all the time, in any state of Redis; others are once it is
  /// there, and until then 503 says so.
  @Test
  void underLoad_redisStoppedAndKilled_seenMediaGoOnAndTheRestRecovers() throws Exception {
    List<String> seen = stored("seen", 2);
    Queue<String> unseen = new ConcurrentLinkedQueue<>(stored("unseen", 8));
    program.close();
    program = InJvm.start(folder.resolve("data"), settings());
    seen.forEach(path -> assertThat(program.get(path).statusCode()).isEqualTo(200));

    try (Load load = new Load(program, seen, unseen)) {
      load.awaitMore(200);
      redis.signal("STOP");
      load.awaitMore(503);
      load.awaitMore(503); // a call has waited for its whole time limit
      redis.signal("CONT");
      load.awaitMore(200);
      redis.kill();
      load.awaitMore(503);
      redis.startAgain();
      load.awaitMore(200);
      load.awaitEnd();
    }
    eventually(() -> program.get("/health/ready").statusCode(), 200);
  }

  /// Uploads as many, and has the paths of their thumbnails.
  private List<String> stored(String name, int count) {
    byte[] small = Pictures.png(32, 32, 1);
    List<String> ids = IntStream.range(0, count).mapToObj(i -> name + i).toList();
    ids.forEach(id -> assertThat(program.put(id, small).statusCode()).isEqualTo(201));
    return ids.stream().map(id -> "/images/" + id + "/small").toList();
  }

  @Test
  void start_withoutRedis_isLiveAndRecovers() throws Exception {
    program.close();
    redis.kill();
    program = InJvm.start(folder.resolve("data"), settings());
    assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);

    redis.startAgain();

    eventually(() -> program.get("/health/ready").statusCode(), 200);
  }

  private static void eventually(java.util.function.IntSupplier status, int... wanted) {
    Await.until(() -> among(status.getAsInt(), wanted), "status " + Arrays.toString(wanted));
  }

  private static boolean among(int status, int... wanted) {
    return java.util.Arrays.stream(wanted).anyMatch(one -> one == status);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers must not work on one data set by accident.
@Tag("waits")
class DataSetProgramTest {
  private static final byte[] PICTURE = Pictures.png(40, 30, 1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @BeforeEach
  void startRedis() throws IOException {
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  private Map<String, String> settings() {
    return Map.of("CATALOG", "redis", "REDIS_URL", redis.uri());
  }

  @Test
  void start_redisOfAnotherDataFolder_isRefusedInOneLine() throws Exception {
    try (Server first = InJvm.start(folder.resolve("one"), settings())) {
      assertThat(first.put("a", PICTURE).statusCode()).isEqualTo(201);

      List<String> lines = refused(folder.resolve("two"));

      assertThat(lines).singleElement().asString().contains("another data set", "calotype:dataset");
      assertThat(first.get("/api/media/a").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void start_movedFolder_isTheSameDataSet() throws Exception {
    Path one = folder.resolve("one");
    try (Server program = InJvm.start(one, settings())) {
      program.put("a", PICTURE);
    }
    Path moved = Files.move(one, folder.resolve("moved"));

    try (Server program = InJvm.start(moved, settings())) {
      assertThat(program.get("/api/media/a/content").body()).isEqualTo(PICTURE);
    }
  }

  @Test
  void start_freshRedis_isClaimedByTheFolder() throws Exception {
    Path one = folder.resolve("one");
    InJvm.start(one, settings()).close();
    redis.commands().flushall();

    try (Server program = InJvm.start(one, settings())) {
      assertThat(program.put("a", PICTURE).statusCode()).isEqualTo(201);
      assertThat(redis.commands().get("calotype:dataset")).startsWith("files:");
    }
  }

  /// The server that has lost its lock takes it again before another can.
  @Test
  void lockFileIsRemoved_secondServerIsRefused() throws Exception {
    Path one = folder.resolve("one");
    try (Program first = Program.start(one)) {
      Files.delete(one.resolve(".lock"));
      first.logUntil("event=data.lock-replaced");

      assertThat(String.join("\n", Typed.refusedStart(folder, one, Map.of()))).contains("in use");
      assertThat(first.put("a", PICTURE).statusCode()).isEqualTo(201);
    }
  }

  /// A copy of the data folder has the same identity, and its lock is another file.
  @Test
  void start_copyOfTheFolderOnTheSameRedis_isRefusedWhileTheFirstRuns() throws Exception {
    Path one = folder.resolve("one");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Program first = Program.start(one, settings())) {
      first.put("a", PICTURE);
      Files.copy(one.resolve("dataset"), copy.resolve("dataset"));

      assertThat(refused(copy))
          .singleElement()
          .asString()
          .contains("in use by another Calotype, process " + first.pid() + " on ");
      assertThat(first.put("b", PICTURE).statusCode()).isEqualTo(201);
      first.kill();
    }

    try (Server second = InJvm.start(copy, settings())) {
      assertThat(second.logUntil("event=server.waiting")).isNotEmpty();
      assertThat(redis.commands().get("calotype:server"))
          .contains("process " + ProcessHandle.current().pid());
    }
    assertThat(redis.commands().get("calotype:server")).isNull();
  }

  /// A server that was cut off finds another one in its place.
  @Test
  void lease_takenByAnotherServer_endsThisOneWithTheReason() throws Exception {
    try (Program first = Program.start(folder.resolve("one"), settings())) {
      redis.commands().set("calotype:server", "process 1 on other since 2026 token");

      first.logUntil("calotype: the data set files:");
      assertThat(first.log())
          .anyMatch(line -> line.contains("process 1 on other since 2026; stop"));
      Await.until(() -> !ProcessHandle.of(first.pid()).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  @Test
  void start_redisAway_takesTheLeaseLater() throws Exception {
    redis.kill();
    try (Server _ = InJvm.start(folder.resolve("one"), settings())) {
      redis.startAgain();

      Await.until(() -> held().contains("process " + ProcessHandle.current().pid()), "the lease");
    }
  }

  private String held() {
    try {
      return String.valueOf(redis.commands().get("calotype:server"));
    } catch (RuntimeException reconnecting) {
      return "";
    }
  }

  private List<String> refused(Path data) throws Exception {
    return Typed.refusedStart(folder, data, settings());
  }
}

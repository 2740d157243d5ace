package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.redis.RedisServer;
import io.lettuce.core.SetArgs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `calotype migrate`, from a real Redis to a real server.
class MigrateProgramTest {
  private static final int PICTURES = 12;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private RedisServer redis;

  @BeforeEach
  void leavePictures() throws IOException {
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    for (int i = 0; i < PICTURES; i++) {
      redis
          .commands()
          .set("image:gen-" + i, record(Pictures.noise(300, 200, i)), SetArgs.Builder.ex(7200));
    }
    redis.commands().set("image:broken", record(new byte[] {1, 2, 3}));
    redis.commands().set("image:plain", "{\"title\":\"none\"}");
    redis.commands().set("other:gen-0", record(Pictures.noise(30, 20, 99)));
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private static String record(byte[] picture) {
    return "{\"title\":\"ä fox\",\"seed\":7,\"base64_data\":\""
        + Base64.getEncoder().encodeToString(picture)
        + "\"}";
  }

  private Typed.Ended migrate(Program program, String... options) throws Exception {
    String[] words = new String[options.length + 3];
    words[0] = "migrate";
    words[1] = "--from";
    words[2] = redis.uri();
    System.arraycopy(options, 0, words, 3, options.length);
    return Typed.at(program, folder, "").run(words);
  }

  /// Into the catalog that they are in, and into another one.
  @ParameterizedTest
  @ValueSource(strings = {"redis", "sqlite"})
  void migrate_toAServer_movesWhatCanBeMovedAndNamesTheRest(String catalog) throws Exception {
    Map<String, String> settings = Map.of("CATALOG", catalog, "REDIS_URL", redis.uri());
    try (Program program = Program.start(folder.resolve("data"), settings)) {
      Typed.Ended dry = migrate(program, "--dry-run");
      assertThat(dry.out()).contains(PICTURES + " would be moved (", "1 would fail; ");
      assertThat(redis.commands().get("image:gen-3")).contains("base64_data");

      Typed.Ended first = migrate(program);

      assertThat(first.code()).isEqualTo(1);
      assertThat(first.out())
          .startsWith(PICTURES + " moved (")
          .contains("0 there already, 1 without a picture, 1 failed; ", "Redis used ");
      assertThat(first.err()).contains("1 record failed: ", "decoded");
      assertThat(folder.resolve("migrate-failures.jsonl")).content().contains("\"image:broken\"");
      for (int i = 0; i < PICTURES; i++) {
        assertThat(redis.commands().get("image:gen-" + i))
            .contains("\"cached\":true", "\"title\":\"ä fox\"", "\"seed\":7")
            .doesNotContain("base64_data");
        assertThat(redis.commands().ttl("image:gen-" + i)).isBetween(7000L, 7200L);
        assertThat(program.get("/api/media/gen-" + i + "/content").body())
            .isEqualTo(Pictures.noise(300, 200, i));
      }
      String record = new String(program.get("/api/media/gen-1").body(), StandardCharsets.UTF_8);
      assertThat(record).contains("\"title\":\"ä fox\"").doesNotContain("\"expiresAt\":null");
      assertThat(redis.commands().get("other:gen-0")).contains("base64_data");
      assertThat(redis.commands().get("image:broken")).contains("base64_data");

      redis.commands().del("image:broken");
      Typed.Ended again = migrate(program, "--json");
      assertThat(again.code()).isZero();
      assertThat(again.out()).contains("\"moved\":0,", "\"already\":" + PICTURES, "\"failed\":0");
    }
  }

  @Test
  void migrate_withoutARedisOrAServer_saysSo() throws Exception {
    String nowhere = "redis://:secret@127.0.0.1:1";

    Typed typed = new Typed(folder, Map.of("JAVA_HOME", System.getProperty("java.home")));

    Typed.Ended noRedis =
        typed.with(Map.of("CALOTYPE_REDIS_URL", nowhere)).run("migrate", "--dry-run");
    Typed.Ended noServer =
        typed
            .with(Map.of("CALOTYPE_URL", "http://127.0.0.1:1"))
            .run("migrate", "--from", redis.uri());

    assertThat(noRedis.code()).isEqualTo(2);
    assertThat(noRedis.err()).contains("Redis does not answer").doesNotContain("secret");
    Typed.Ended noList = typed.run("migrate", "--from", redis.uri(), "--failures", "/proc/no/list");
    assertThat(noList.code()).isEqualTo(2);
    assertThat(noServer.code()).isEqualTo(2);
    assertThat(noServer.err()).contains("cannot be reached");
    assertThat(redis.commands().get("image:gen-0")).contains("base64_data");
  }
}

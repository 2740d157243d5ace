package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Sha256;
import io.calotype.redis.RedisServer;
import io.lettuce.core.SetArgs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
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

  private Typed.Ended migrate(Server program, String... options) throws Exception {
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
  void migrate_toAServer_movesPicturesAndNamesTheRest(String catalog) throws Exception {
    Map<String, String> settings = Map.of("CATALOG", catalog, "REDIS_URL", redis.uri());
    try (Server program = InJvm.start(folder.resolve("data"), settings)) {
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

  /// Into the catalog that they are in, and into another one.
  @ParameterizedTest
  @ValueSource(strings = {"redis", "sqlite"})
  void migrate_withAKey_hasOwnerAgeGroupAndVisibility(String catalog) throws Exception {
    redis.commands().flushall();
    String picture = Base64.getEncoder().encodeToString(Pictures.noise(30, 20, 1));
    for (String thread : List.of("t-1", "no group!")) {
      redis
          .commands()
          .set(
              "image:" + thread.replaceAll("\\W+", "-"),
              "{\"createdAt\":\"2014-05-01T10:00:00Z\",\"thread\":\"%s\",\"img\":\"%s\"}"
                  .formatted(thread, picture));
    }
    Map<String, String> settings =
        Map.of("CATALOG", catalog, "REDIS_URL", redis.uri(), "API_KEYS", keys());
    try (Server program = InJvm.start(folder.resolve("data"), settings)) {
      String[] words = {
        "migrate", "--from", redis.uri(), "--field", "img", "--group-from", "thread", "--private"
      };

      Typed.Ended ended = Typed.at(program, folder, "editor").run(words);

      assertThat(ended.out()).startsWith("1 moved (");
      assertThat(ended.err()).contains("the member thread is no group");
      assertThat(redis.commands().get("image:t-1"))
          .contains("\"cached\":true", "\"thread\":\"t-1\"")
          .doesNotContain(picture);
      String[] editor = {"Authorization", "Bearer editor"};
      assertThat(new String(program.get("/api/media/t-1", editor).body(), StandardCharsets.UTF_8))
          .contains(
              "\"createdAt\":\"2014-05-01T10:00:00.000Z\"",
              "\"group\":\"t-1\"",
              "\"visibility\":\"private\"");
      assertThat(
              program.send(program.request("/api/media/t-1").headers(editor).DELETE()).statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void migrate_toAnotherOwner_isForAdmins() throws Exception {
    redis.commands().flushall();
    String picture = Base64.getEncoder().encodeToString(Pictures.noise(30, 20, 1));
    String[] editor = {"Authorization", "Bearer editor"};
    try (Server program = InJvm.start(folder.resolve("data"), Map.of("API_KEYS", keys()))) {
      redis.commands().set("image:b", "{\"base64_data\":\"" + picture + "\"}");
      String[] owned = {
        "migrate", "--from", redis.uri(), "--pattern", "image:b", "--owner", "key:other"
      };
      assertThat(Typed.at(program, folder, "editor").run(owned).err()).contains("403");
      assertThat(Typed.at(program, folder, "admin").run(owned).code()).isZero();
      assertThat(
              program.send(program.request("/api/media/b").headers(editor).DELETE()).statusCode())
          .isEqualTo(403);
    }
  }

  private static String keys() {
    return "editor:editor:"
        + Sha256.ofText("editor").hex()
        + ",admin:admin:"
        + Sha256.ofText("admin").hex();
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

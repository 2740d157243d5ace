package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Sha256;
import io.calotype.redis.RedisServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Old records in Redis that would become private media, met by callers who may not see those.
class HiddenOldRecordProgramTest {
  @TempDir Path folder;

  @Test
  void oldRecord_forCallersWithoutARight_isAbsentAndStaysWhereItIs() throws Exception {
    String picture = Base64.getEncoder().encodeToString(Pictures.noise(300, 200, 9));
    try (RedisServer redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
        Server program = InJvm.start(folder.resolve("data"), settings(redis))) {
      String record = "{\"base64_data\":\"" + picture + "\"}";
      redis.commands().set("image:old", record);
      redis.commands().set("image:broken", "{\"base64_data\":\"R0lGODlhAQ==\"}");
      for (String key : List.of("", "editor", "nobody")) {
        for (String path :
            List.of("/images/%s", "/api/media/%s/thumbnail", "/api/media/%s/content")) {
          HttpResponse<byte[]> absent = get(program, path.formatted("none"), key);
          for (String id : List.of("old", "broken")) {
            HttpResponse<byte[]> hidden = get(program, path.formatted(id), key);

            assertThat(hidden.statusCode())
                .isEqualTo(absent.statusCode())
                .isEqualTo(key.equals("nobody") ? 401 : 404);
            assertThat(text(hidden).replace("\"" + id + "\"", ""))
                .isEqualTo(text(absent).replace("\"none\"", ""));
          }
        }
      }
      assertThat(redis.commands().get("image:old")).isEqualTo(record);
      assertThat(get(program, "/images/old", "viewer").statusCode()).isEqualTo(200);
      assertThat(get(program, "/images/old", "").statusCode()).isEqualTo(404);
    }
  }

  private static Map<String, String> settings(RedisServer redis) {
    return Map.of(
        "CATALOG",
        "redis",
        "REDIS_URL",
        redis.uri(),
        "DEFAULT_VISIBILITY",
        "private",
        "API_KEYS",
        "viewer:viewer:" + Sha256.ofText("viewer") + ",editor:editor:" + Sha256.ofText("editor"));
  }

  private static HttpResponse<byte[]> get(Server program, String path, String key) {
    HttpRequest.Builder request = program.request(path);
    return program.send(key.isEmpty() ? request : request.header("Authorization", "Bearer " + key));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

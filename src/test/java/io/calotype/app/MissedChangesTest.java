package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.originals.s3.S3Server;
import io.calotype.redis.RedisServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that cannot hear the changes of other nodes. The purges of these changes are sent by the
/// node that makes them, so they may be over when a cache asks this one.
class MissedChangesTest {
  private static final String IMAGE = "/images/shown?format=webp";

  @Test
  void rendition_redisAway_staysInSharedCachesForAMinute(@TempDir Path folder) throws Exception {
    try (RedisServer redis = RedisServer.start(folder);
        AcceptingServer server = AcceptingServer.start(settings(redis))) {
      byte[] jpeg = AcceptingServer.jpeg(1);
      Await.until(
          () -> server.put("app", "/api/media/shown", jpeg).statusCode() == 201, "an upload");
      Await.until(() -> header(get(server), "CDN-Cache-Control").startsWith("max-age=31536000"));
      assertThat(header(get(server), "Cache-Control")).isEqualTo("public, max-age=3600");

      redis.kill();

      Await.until(() -> header(get(server), "CDN-Cache-Control").isEmpty());
      HttpResponse<byte[]> unconfirmed = get(server);
      assertThat(unconfirmed.statusCode()).isEqualTo(200);
      assertThat(header(unconfirmed, "Cache-Control"))
          .isEqualTo("public, max-age=3600, s-maxage=60");
      assertThat(header(unconfirmed, "Cache-Tag")).isEqualTo("m-shown");
      HttpResponse<byte[]> notModified = get(server, "If-None-Match", header(unconfirmed, "ETag"));
      assertThat(notModified.statusCode()).isEqualTo(304);
      assertThat(header(notModified, "CDN-Cache-Control")).isEmpty();
      assertThat(header(notModified, "Cache-Control")).endsWith("s-maxage=60");
    }
  }

  private static Map<String, String> settings(RedisServer redis) {
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment("missed"));
    settings.put("S3_PREFIX", UUID.randomUUID().toString());
    settings.put("CATALOG", "redis");
    settings.put("REDIS_URL", redis.uri());
    settings.put("API_KEYS", AcceptingServer.keys("app:editor"));
    settings.put("CDN_PURGE", "webhook:http://127.0.0.1:1/");
    return settings;
  }

  private static HttpResponse<byte[]> get(AcceptingServer server, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(IMAGE));
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}

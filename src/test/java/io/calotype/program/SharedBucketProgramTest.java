package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.originals.s3.S3Server;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two catalogs must not work on one bucket by accident.
class SharedBucketProgramTest {
  private static final byte[] PICTURE = Pictures.png(40, 30, 1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final String bucket = "shared-" + UUID.randomUUID();

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(S3Server.shared().environment(bucket));
    settings.put("PREGENERATE", "");
    return settings;
  }

  private Map<String, String> settings(RedisServer redis) {
    Map<String, String> settings = settings();
    settings.putAll(Map.of("CATALOG", "redis", "REDIS_URL", redis.uri()));
    return settings;
  }

  @Test
  void start_secondDatabase_isRefusedInOneLine() throws Exception {
    try (Server first = InJvm.start(folder.resolve("one"), settings())) {
      assertThat(first.put("a", PICTURE).statusCode()).isEqualTo(201);

      assertThat(Typed.refusedStart(folder, folder.resolve("two"), settings()))
          .singleElement()
          .asString()
          .contains("belong to the catalog sqlite:", "UPDATE catalog");
      assertThat(first.get("/api/media/a/content").body()).isEqualTo(PICTURE);
    }

    try (Server again = InJvm.start(folder.resolve("one"), settings())) {
      assertThat(again.get("/api/media/a/content").body()).isEqualTo(PICTURE);
    }
  }

  /// The printed command lets the empty Redis adopt the bucket.
  @Test
  void start_emptiedRedis_isRefusedUntilTheCommandOfTheMessage() throws Exception {
    try (RedisServer redis = redis("redis")) {
      try (Server first = InJvm.start(folder.resolve("one"), settings(redis))) {
        assertThat(first.put("a", PICTURE).statusCode()).isEqualTo(201);
      }
      redis.commands().flushall();

      String line = Typed.refusedStart(folder, folder.resolve("one"), settings(redis)).getFirst();
      assertThat(line).contains("was emptied", "orphans");
      assertThat(redis.commands().keys("calotype:*")).isEmpty();

      String named = line.replaceAll(".*redis-cli set calotype:catalog ([^;]+);.*", "$1");
      redis.commands().set("calotype:catalog", named);
      try (Server again = InJvm.start(folder.resolve("one"), settings(redis))) {
        assertThat(again.get("/api/media/a").statusCode()).isEqualTo(404);
        assertThat(again.put("a", PICTURE).statusCode()).isEqualTo(201);
      }
    }
  }

  @Test
  void start_twoCatalogsAtOnceOnAFreshBucket_oneIsRefused() throws IOException {
    try (RedisServer one = redis("r1");
        RedisServer two = redis("r2")) {
      CompletableFuture<Server> first = started("one", settings(one));
      CompletableFuture<Server> second = started("two", settings(two));

      Server a = joined(first);
      Server b = joined(second);

      List<Server> running = Stream.of(a, b).filter(Objects::nonNull).toList();
      assertThat(running).hasSize(1);
      running.getFirst().close();
    }
  }

  @Test
  void start_nodesAtOnceOnAFreshBucket_agree() throws IOException {
    try (RedisServer redis = redis("redis")) {
      CompletableFuture<Server> first = started("one", settings(redis));
      CompletableFuture<Server> second = started("two", settings(redis));
      try (Server a = first.join();
          Server b = second.join()) {
        assertThat(a.put("a", PICTURE).statusCode()).isEqualTo(201);
        assertThat(b.get("/api/media/a/content").body()).isEqualTo(PICTURE);
      }
    }
  }

  private CompletableFuture<Server> started(String data, Map<String, String> settings) {
    return CompletableFuture.supplyAsync(() -> InJvm.start(folder.resolve(data), settings));
  }

  private static @Nullable Server joined(CompletableFuture<Server> start) {
    try {
      return start.join();
    } catch (CompletionException refused) {
      assertThat(refused).hasMessageContaining("belong to the catalog redis:");
      return null;
    }
  }

  private RedisServer redis(String name) throws IOException {
    return RedisServer.start(Files.createDirectory(folder.resolve(name)));
  }
}

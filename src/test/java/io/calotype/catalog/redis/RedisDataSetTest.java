package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.DataSetClaim;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import io.lettuce.core.KillArgs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The claim of a Redis for one data set.
class RedisDataSetTest {
  @SuppressWarnings("NullAway.Init")
  private RedisServer server;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = RedisServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void claim_freshRedis_isRecorded() throws IOException {
    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      catalog.claim(new DataSetClaim("files:one", false, null));
    }

    assertThat(server.commands().get("calotype:dataset")).isEqualTo("files:one");
  }

  @Test
  void claim_redisOfAnotherDataSet_isRefusedWithTheWayOut() throws IOException {
    server.commands().set("calotype:dataset", "files:one");

    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      assertThatThrownBy(() -> catalog.claim(new DataSetClaim("files:two", false, null)))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("files:one", "files:two", "calotype:dataset");
    }
  }

  /// A Redis that was emptied while the server runs must not be taken by another data set.
  @Test
  void claim_redisIsEmptiedMeanwhile_isRenewed() throws IOException {
    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      catalog.claim(new DataSetClaim("files:one", false, null));
      server.commands().flushall();

      RedisServer.await(() -> "files:one".equals(server.commands().get("calotype:dataset")));
      assertThat(catalog.ready()).isTrue();
    }
  }

  @Test
  void claim_redisIsClaimedByAnotherMeanwhile_isUsedNoMore() throws IOException {
    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      catalog.claim(new DataSetClaim("files:one", false, null));

      server.commands().set("calotype:dataset", "files:two");

      RedisServer.await(() -> !catalog.ready());
    }
  }

  /// Redis was away at the start, and turns out to belong to another data set.
  @Test
  void connect_redisOfAnotherDataSet_isNeverUsed() throws IOException {
    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      catalog.claim(new DataSetClaim("files:one", false, null));
      server.commands().set("calotype:dataset", "files:two");
      server.commands().clientKill(KillArgs.Builder.typeNormal());
      RedisServer.await(() -> !catalog.ready());

      assertThatThrownBy(() -> catalog.add(Samples.picture("a", 1, null)))
          .isInstanceOf(MediaException.class);
      server.commands().del("calotype:dataset");
      RedisServer.await(catalog::ready);
      assertThat(server.commands().get("calotype:dataset")).isEqualTo("files:one");
    }
  }

  @Test
  void identity_freshRedis_isCreatedOnceForAll() throws IOException {
    try (RedisCatalog one = RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry());
        RedisCatalog two = RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      assertThat(one.identity()).matches("redis:[0-9a-f-]{36}").isEqualTo(two.identity());
      assertThat(server.commands().get("calotype:catalog")).isEqualTo(one.identity());
    }
  }

  @Test
  void claim_anotherCatalogIsNamed_isRefusedAndClaimsNothing() throws IOException {
    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      String own = catalog.identity();

      assertThatThrownBy(() -> catalog.claim(new DataSetClaim("s3:one", false, "redis:other")))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(own, "redis-cli set calotype:catalog redis:other", "orphans");
      assertThat(server.commands().get("calotype:dataset")).isNull();
      assertThat(catalog.identity()).isEqualTo(own);
    }
  }

  /// The records of a data set in S3 are gone: the empty Redis must not pass for its catalog.
  @Test
  void claim_namedRedisIsEmptiedMeanwhile_isUsedNoMoreUntilItIsRestored() throws IOException {
    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      String own = catalog.identity();
      catalog.claim(new DataSetClaim("s3:one", false, own));

      server.commands().flushall();

      assertThatThrownBy(catalog::identity).isInstanceOf(MediaException.class);
      RedisServer.await(() -> !catalog.ready());
      assertThat(server.commands().keys("*")).isEmpty();
      server.commands().set("calotype:catalog", own);
      RedisServer.await(catalog::ready);
    }
  }

  @Test
  void claim_namedRedisWasAway_isUsedOnlyIfItIsTheNamedOne() throws Exception {
    server.commands().set("calotype:catalog", "redis:other");
    server.kill();
    try (RedisCatalog catalog =
        RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry())) {
      catalog.claim(new DataSetClaim("s3:one", false, "redis:own"));
      server.startAgain();
      RedisServer.await(() -> "redis:other".equals(read()));

      assertThat(catalog.ready()).isFalse();
      server.commands().set("calotype:catalog", "redis:own");
      RedisServer.await(catalog::ready);
    }
  }

  private @Nullable String read() {
    try {
      return server.commands().get("calotype:catalog");
    } catch (RuntimeException reconnecting) {
      return null;
    }
  }
}

package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import io.calotype.redis.RedisServer;
import io.lettuce.core.KillArgs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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
    try (RedisCatalog catalog = RedisCatalog.open(server.uri(), Clock.systemUTC())) {
      catalog.claim("files:one", false);
    }

    assertThat(server.commands().get("calotype:dataset")).isEqualTo("files:one");
  }

  @Test
  void claim_redisOfAnotherDataSet_isRefusedWithTheWayOut() throws IOException {
    server.commands().set("calotype:dataset", "files:one");

    try (RedisCatalog catalog = RedisCatalog.open(server.uri(), Clock.systemUTC())) {
      assertThatThrownBy(() -> catalog.claim("files:two", false))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("files:one", "files:two", "calotype:dataset");
    }
  }

  /// A Redis that was emptied while the server runs must not be taken by another data set.
  @Test
  void claim_redisIsEmptiedMeanwhile_isRenewed() throws IOException {
    try (RedisCatalog catalog = RedisCatalog.open(server.uri(), Clock.systemUTC())) {
      catalog.claim("files:one", false);
      server.commands().flushall();

      RedisServer.await(() -> "files:one".equals(server.commands().get("calotype:dataset")));
      assertThat(catalog.ready()).isTrue();
    }
  }

  @Test
  void claim_redisIsClaimedByAnotherMeanwhile_isUsedNoMore() throws IOException {
    try (RedisCatalog catalog = RedisCatalog.open(server.uri(), Clock.systemUTC())) {
      catalog.claim("files:one", false);

      server.commands().set("calotype:dataset", "files:two");

      RedisServer.await(() -> !catalog.ready());
    }
  }

  /// Redis was away at the start, and turns out to belong to another data set.
  @Test
  void connect_redisOfAnotherDataSet_isNeverUsed() throws IOException {
    try (RedisCatalog catalog = RedisCatalog.open(server.uri(), Clock.systemUTC())) {
      catalog.claim("files:one", false);
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
}

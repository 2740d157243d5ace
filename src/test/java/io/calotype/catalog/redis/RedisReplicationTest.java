package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of records on a master with a real replica.
class RedisReplicationTest {
  private static final int CHANGES = 20;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final Telemetry telemetry = new Telemetry();
  private RedisServer master;
  private RedisServer replica;
  private RedisCatalog catalog;
  private RedisCatalog reader;

  @BeforeEach
  void open() throws IOException {
    master = RedisServer.start(Files.createDirectory(folder.resolve("master")));
    replica = RedisServer.replicaOf(master, Files.createDirectory(folder.resolve("replica")));
    RedisServer.await(() -> master.commands().info("replication").contains("state=online"));
    catalog = RedisCatalog.open(master.uri(), Clock.systemUTC(), telemetry);
    reader = RedisCatalog.open(replica.uri(), Clock.systemUTC(), new Telemetry());
    RedisServer.await(() -> catalog.ready() && reader.ready());
    RedisServer.await(() -> telemetry.sum("calotype_redis_replicas") == 1);
  }

  @AfterEach
  void close() {
    catalog.close();
    reader.close();
    replica.close();
    master.close();
  }

  private double unreplicated() {
    return telemetry.sum("calotype_redis_unreplicated");
  }

  /// A replica that a busy machine does not let answer within the limit is counted.
  @Test
  void change_withAReplica_isThereWhenItIsAnswered() {
    int behind = 0;
    for (int i = 0; i < CHANGES; i++) {
      Media media = Samples.picture("m" + i, i, Samples.CATS);
      assertThat(catalog.add(media)).isTrue();
      behind += replicated(media.id()).equals(Optional.of(media)) ? 0 : 1;
      assertThat(catalog.replace(media, media.closed())).isTrue();
      behind += replicated(media.id()).equals(Optional.of(media.closed())) ? 0 : 1;
      assertThat(catalog.remove(media.closed())).isTrue();
      behind += replicated(media.id()).isEmpty() ? 0 : 1;
    }

    assertThat(unreplicated()).isLessThan(3 * CHANGES);
    assertThat((double) behind).isLessThanOrEqualTo(unreplicated());
  }

  private Optional<Media> replicated(MediaId id) {
    return reader.find(id);
  }

  @Test
  void change_replicaDoesNotAnswer_isAnsweredAndCounted() throws Exception {
    replica.signal("STOP");

    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> changes =
          IntStream.range(0, CHANGES)
              .mapToObj(i -> Samples.picture("m" + i, i, null))
              .map(media -> clients.submit(() -> catalog.add(media)))
              .toList();
      for (Future<Boolean> change : changes) {
        assertThat(change.get()).isTrue();
      }
    }

    assertThat(unreplicated()).isEqualTo(CHANGES);
    assertThat(catalog.find(Samples.picture("m0", 0, null).id())).isPresent();
  }

  @Test
  void change_withoutReplicas_sendsNoWait() throws IOException {
    Telemetry other = new Telemetry();
    try (RedisServer alone = RedisServer.start(Files.createDirectory(folder.resolve("alone")));
        RedisCatalog single = RedisCatalog.open(alone.uri(), Clock.systemUTC(), other)) {
      assertThat(single.add(Samples.picture("m", 1, null))).isTrue();

      assertThat(alone.commands().info("commandstats")).doesNotContain("cmdstat_wait");
      assertThat(other.sum("calotype_redis_unreplicated")).isZero();
    }
  }
}

package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.Query;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.redis.RedisCluster;
import io.calotype.redis.RedisServer;
import io.calotype.redis.TcpProxy;
import io.calotype.telemetry.Telemetry;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A master that is killed, and a replica in its place.
class RedisFailoverTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void sentinel_masterKilled_theReplicaIsFoundAndHasEverything() throws Exception {
    try (RedisServer master = RedisServer.start(inside("master"));
        RedisServer _ = RedisServer.replicaOf(master, inside("replica"));
        RedisServer sentinel = RedisServer.sentinelOf(master, inside("sentinel"));
        RedisCatalog catalog =
            RedisCatalog.open(sentinel.uri(), Clock.systemUTC(), new Telemetry())) {
      assertThatAFailoverLosesNothing(catalog, master);
    }
  }

  @Test
  void cluster_masterKilled_theReplicaIsFoundAndHasEverything() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder)) {
      RedisServer master = cluster.of("image:m0");
      cluster.addReplica(master, inside("replica"));
      try (RedisCatalog catalog =
          RedisCatalog.open(cluster.uri(), Clock.systemUTC(), new Telemetry())) {
        assertThatAFailoverLosesNothing(catalog, master);
      }
    }
  }

  /// The replica is no master when the connections are opened, and is the only one afterwards.
  @Test
  void cluster_urlNamesTheReplica_itIsUsedAfterTheFailover() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder)) {
      RedisServer master = cluster.of("image:m0");
      RedisServer replica = cluster.addReplica(master, inside("replica"));
      try (RedisCatalog catalog =
          RedisCatalog.open(cluster(replica), Clock.systemUTC(), new Telemetry())) {
        RedisServer.await(catalog::ready);
        assertThatAFailoverLosesNothing(catalog, master);
      }
    }
  }

  @Test
  void cluster_failoverAndBack_theFirstMasterIsUsedAgain() throws Exception {
    Media media = Samples.picture("m0", 0, Samples.CATS);
    try (RedisCluster cluster = RedisCluster.start(folder)) {
      RedisServer master = cluster.of("image:m0");
      RedisServer replica = cluster.addReplica(master, inside("replica"));
      try (RedisCatalog catalog =
          RedisCatalog.open(cluster.uri(), Clock.systemUTC(), new Telemetry())) {
        RedisServer.await(() -> adds(catalog, media));

        promote(replica, master);
        RedisServer.await(() -> changes(catalog, media));
        promote(master, replica);
        RedisServer.await(() -> changes(catalog, media));
      }
    }
  }

  /// The name of the seed is not the name of its master, as with a DNS name.
  @Test
  void cluster_allMastersMoved_theSeedFindsThem() throws Exception {
    Media media = Samples.picture("m0", 0, Samples.CATS);
    Path inside = inside("alone");
    try (RedisServer first = clusterOfOne(inside);
        TcpProxy seed = TcpProxy.to(first.port());
        RedisCatalog catalog =
            RedisCatalog.open(cluster(seed.port()), Clock.systemUTC(), new Telemetry())) {
      RedisServer.await(() -> adds(catalog, media));
      first.kill();

      try (RedisServer second = clusterOfOne(inside)) {
        seed.target(second.port());

        RedisServer.await(() -> changes(catalog, media));
      }
    }
  }

  private static RedisServer clusterOfOne(Path inside) {
    RedisServer server = RedisServer.start(inside, "--cluster-enabled", "yes");
    if (!server.commands().clusterNodes().contains("0-16383")) {
      server.commands().clusterAddSlots(IntStream.range(0, SlotHash.SLOT_COUNT).toArray());
    }
    RedisServer.await(() -> server.commands().clusterInfo().contains("cluster_state:ok"));
    return server;
  }

  private static String cluster(RedisServer server) {
    return cluster(server.port());
  }

  private static String cluster(int port) {
    return "redis-cluster://127.0.0.1:" + port;
  }

  /// Makes `replica` the master in the place of `master`, which both know.
  private static void promote(RedisServer replica, RedisServer master) {
    RedisServer.await(
        () -> replica.commands().info("replication").contains("master_link_status:up"));
    replica.commands().clusterFailover(false);
    RedisServer.await(() -> replica.commands().info("replication").contains("role:master"));
    RedisServer.await(() -> master.commands().info("replication").contains("role:slave"));
  }

  private static boolean changes(RedisCatalog catalog, Media media) {
    try {
      catalog.remove(media);
      return catalog.add(media);
    } catch (MediaException notYet) {
      return false;
    }
  }

  private static void assertThatAFailoverLosesNothing(RedisCatalog catalog, RedisServer master)
      throws Exception {
    List<Media> media =
        IntStream.range(0, 9).mapToObj(i -> Samples.picture("m" + i, i, Samples.CATS)).toList();
    media.forEach(each -> RedisServer.await(() -> adds(catalog, each) || has(catalog, each)));
    // WAIT covers what its own connection has written, and all that the master executed before.
    master.commands().set("{image:m0}written-last", "");
    assertThat(master.commands().waitForReplication(1, 60_000)).isEqualTo(1);

    master.kill();
    RedisServer.await(() -> catalog.ready() && adds(catalog, Samples.picture("new", 99, null)));

    assertThat(media).allMatch(each -> catalog.find(each.id()).equals(Optional.of(each)));
    assertThat(catalog.list(new Query(9, null, Samples.CATS, null, null)).items())
        .containsExactlyElementsOf(media.reversed());
  }

  private static boolean has(RedisCatalog catalog, Media media) {
    try {
      return catalog.find(media.id()).isPresent();
    } catch (MediaException notYet) {
      return false;
    }
  }

  private static boolean adds(RedisCatalog catalog, Media media) {
    try {
      return catalog.add(media);
    } catch (MediaException notYet) {
      return false;
    }
  }

  private Path inside(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }
}

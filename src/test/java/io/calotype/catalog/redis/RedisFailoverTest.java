package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.Query;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.redis.RedisCluster;
import io.calotype.redis.RedisServer;
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
        RedisCatalog catalog = RedisCatalog.open(sentinel.uri(), Clock.systemUTC())) {
      assertThatAFailoverLosesNothing(catalog, master);
    }
  }

  @Test
  void cluster_masterKilled_theReplicaIsFoundAndHasEverything() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder)) {
      RedisServer master = cluster.of("image:m0");
      cluster.addReplica(master, inside("replica"));
      try (RedisCatalog catalog = RedisCatalog.open(cluster.uri(), Clock.systemUTC())) {
        assertThatAFailoverLosesNothing(catalog, master);
      }
    }
  }

  private static void assertThatAFailoverLosesNothing(RedisCatalog catalog, RedisServer master)
      throws Exception {
    List<Media> media =
        IntStream.range(0, 9).mapToObj(i -> Samples.picture("m" + i, i, Samples.CATS)).toList();
    media.forEach(each -> assertThat(catalog.add(each)).isTrue());
    // WAIT covers what its own connection has written, and all that the master executed before.
    master.commands().set("{image:m0}written-last", "");
    assertThat(master.commands().waitForReplication(1, 60_000)).isEqualTo(1);

    master.kill();
    RedisServer.await(() -> catalog.ready() && adds(catalog, Samples.picture("new", 99, null)));

    assertThat(media).allMatch(each -> catalog.find(each.id()).equals(Optional.of(each)));
    assertThat(catalog.list(new Query(9, null, Samples.CATS, null, null)).items())
        .containsExactlyElementsOf(media.reversed());
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

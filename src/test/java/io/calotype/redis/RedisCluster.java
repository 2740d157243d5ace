package io.calotype.redis;

import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A real cluster of masters, each with its part of the slots, and of replicas where wanted.
public final class RedisCluster implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final String TIMEOUT = "cluster-node-timeout";

  private final List<RedisServer> masters = new ArrayList<>();
  private final List<RedisServer> replicas = new ArrayList<>();

  /// Three masters with their files in `folder`.
  public static RedisCluster start(Path folder) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < MASTERS; i++) {
        cluster.masters.add(started(folder.resolve("master-" + i)));
      }
      cluster.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cluster;
  }

  private static RedisServer started(Path folder) throws IOException {
    Files.createDirectories(folder);
    return RedisServer.start(
        folder,
        "--cluster-enabled",
        "yes",
        "--" + TIMEOUT,
        "1000",
        "--cluster-require-full-coverage",
        "no");
  }

  private void join() {
    for (int i = 0; i < MASTERS; i++) {
      masters.get(i).commands().clusterSetConfigEpoch(i + 1);
      masters.get(i).commands().clusterAddSlots(slots(i));
      masters.getFirst().commands().clusterMeet("127.0.0.1", masters.get(i).port());
    }
    await();
  }

  private static int[] slots(int master) {
    return IntStream.range(0, SlotHash.SLOT_COUNT).filter(slot -> owner(slot) == master).toArray();
  }

  private static int owner(int slot) {
    return slot * MASTERS / SlotHash.SLOT_COUNT;
  }

  /// Gives `master` a replica, which has everything.
  public RedisServer addReplica(RedisServer master, Path folder) throws IOException {
    RedisServer replica = started(folder);
    replicas.add(replica);
    failAfter(1_000);
    replica.commands().clusterMeet("127.0.0.1", master.port());
    String id = master.commands().clusterMyId();
    RedisServer.await(() -> replica.commands().clusterNodes().contains(id));
    replica.commands().clusterReplicate(id);
    RedisServer.await(
        () -> replica.commands().info("replication").contains("master_link_status:up"));
    masters.forEach(each -> RedisServer.await(() -> knows(each, replica, id)));
    return replica;
  }

  /// Whether it would vote for `replica` in the place of the master `id`, and is known to that.
  private static boolean knows(RedisServer master, RedisServer replica, String id) {
    return master
            .commands()
            .clusterNodes()
            .lines()
            .anyMatch(
                line -> line.contains(":" + replica.port() + "@") && line.contains("slave " + id))
        && replica.commands().clusterNodes().contains(":" + master.port() + "@");
  }

  /// Waits until every master knows the owner of every slot. A master of a busy machine does not
  /// count as failed afterwards when it does not answer the others for some seconds.
  public void await() {
    for (RedisServer master : masters) {
      RedisServer.await(() -> settled(master));
    }
    failAfter(10_000);
  }

  private void failAfter(int millis) {
    masters.forEach(master -> master.commands().configSet(TIMEOUT, String.valueOf(millis)));
  }

  /// A master that has just started refuses commands while it loads its data.
  private static boolean settled(RedisServer master) {
    try {
      String info = master.commands().clusterInfo();
      return info.contains("cluster_state:ok")
          && info.contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT)
          && info.contains("cluster_known_nodes:" + MASTERS);
    } catch (RedisLoadingException notYet) {
      return false;
    }
  }

  public List<RedisServer> masters() {
    return masters;
  }

  /// The master that has the slot of `key`.
  public RedisServer of(String key) {
    return masters.get(owner(SlotHash.getSlot(key)));
  }

  /// Every key that there is.
  public List<String> keys() {
    return masters.stream().flatMap(master -> master.commands().keys("*").stream()).toList();
  }

  /// An address that names all masters.
  public String uri() {
    return masters.stream()
        .map(master -> "127.0.0.1:" + master.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  @Override
  public void close() {
    replicas.forEach(RedisServer::close);
    masters.forEach(RedisServer::close);
  }
}

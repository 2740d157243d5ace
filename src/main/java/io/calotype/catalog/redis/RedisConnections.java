package io.calotype.catalog.redis;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The way to Redis: one connection to a server, or to each master of a cluster, and a try every
/// second to have one where there is none.
///
/// It uses neither the reconnection of Lettuce nor its cluster client: whoever is master is asked
/// each time, each server's clock is read each time, one that is silent is given up alone, and no
/// command survives the connection that it was sent on.
final class RedisConnections implements AutoCloseable {
  /// How long it waits between two tries.
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final RedisAddress address;
  private final RedisConnector connector = new RedisConnector();
  private final List<RedisNode> seeds;
  private final Thread keeper;
  private volatile RedisTopology servers;
  private String said = ""; // of whoever surveys

  private RedisConnections(RedisAddress address) {
    this.address = address;
    this.seeds = address.seeds().stream().map(uri -> new RedisNode(connector, uri)).toList();
    this.servers =
        new RedisTopology(
            byName(seeds), address.cluster() ? ClusterSlots.of(List.of(), false) : null);
    this.keeper = Thread.ofVirtual().name("redis").unstarted(this::keep);
  }

  /// Tries once to connect, and goes on trying.
  ///
  /// Errors: an `IOException` where what answers can never be used, or `uri` is none.
  static RedisConnections open(String uri) throws IOException {
    RedisConnections link = new RedisConnections(RedisAddress.parse(uri));
    try {
      link.begin();
    } catch (UnusableRedisException refusal) {
      link.close();
      throw new IOException(refusal.getMessage(), refusal);
    }
    link.keeper.start();
    return link;
  }

  private void begin() throws UnusableRedisException {
    for (RedisNode seed : seeds) {
      seed.connect();
      if (seed.session() == null) { // a refusal may be lost with the connection that it ends
        seed.connect();
      }
      if (seed.session() != null) {
        break;
      }
    }
    survey();
    if (servers.any() != null) {
      try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
        servers.all().forEach(node -> crowd.execute(node::connectWhereMissing));
      }
    }
  }

  /// Who is there.
  RedisTopology servers() {
    return servers;
  }

  private void keep() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        surveyQuietly();
        (servers.any() == null ? known() : servers.nodes())
            .values()
            .forEach(node -> Thread.ofVirtual().name("redis-try").start(node::connectWhereMissing));
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void surveyQuietly() {
    try {
      survey();
      said = "";
    } catch (UnusableRedisException
        | RuntimeException odd) { // whatever it is, there is a next time
      String reason = String.valueOf(odd.getMessage());
      if (!reason.equals(said)) {
        EventLog.warn("redis.refused", "reason", reason);
        said = reason;
      }
    }
  }

  /// Asks the members of a cluster who is master of what; nothing where there is no cluster.
  private void survey() throws UnusableRedisException {
    Map<RedisNode, RedisConnection> members = new LinkedHashMap<>();
    for (RedisNode node : known().values()) {
      RedisConnection session = node.session();
      if (session != null && (address.cluster() || session.cluster())) {
        members.put(node, session);
      }
    }
    List<ClusterSlots.View> views = views(members);
    if (!views.isEmpty()) {
      settle(ClusterSlots.of(views, address.tls()));
    }
  }

  /// What they answer in time, all asked at once; who does not is given up.
  private List<ClusterSlots.View> views(Map<RedisNode, RedisConnection> members)
      throws UnusableRedisException {
    long until = System.nanoTime() + RedisAddress.PATIENCE.toNanos();
    List<Asked> all =
        members.entrySet().stream().map(one -> Asked.begin(one.getKey(), one.getValue())).toList();
    List<ClusterSlots.View> views = new ArrayList<>();
    for (Asked asked : all) {
      try {
        String nodes = asked.reply.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        views.add(new ClusterSlots.View(asked.node.host(), nodes));
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException away) {
        UnusableRedisException.check(away);
        asked.node.drop(asked.session);
      }
    }
    return views;
  }

  /// A member that was asked.
  private record Asked(RedisNode node, RedisConnection session, Future<String> reply) {
    static Asked begin(RedisNode node, RedisConnection session) {
      return new Asked(node, session, session.send(redis -> redis.clusterNodes()));
    }
  }

  /// Members without slots may know of no master yet.
  private void settle(ClusterSlots slots) {
    if (slots.masters().isEmpty()) {
      return;
    }
    Map<String, RedisNode> known = known();
    Map<String, RedisNode> masters = new LinkedHashMap<>();
    slots
        .masters()
        .forEach(name ->
            masters.put(
                name,
                Objects.requireNonNullElseGet(
                    known.remove(name), () -> new RedisNode(connector, address.member(name)))));
    servers = new RedisTopology(masters, slots);
    known.values().forEach(RedisNode::close);
  }

  private Map<String, RedisNode> known() {
    Map<String, RedisNode> known = byName(seeds);
    known.putAll(servers.nodes());
    return known;
  }

  private static Map<String, RedisNode> byName(List<RedisNode> nodes) {
    Map<String, RedisNode> byName = new LinkedHashMap<>();
    nodes.forEach(node -> byName.put(node.name(), node));
    return byName;
  }

  @Override
  public void close() {
    keeper.interrupt();
    connector.close();
  }
}

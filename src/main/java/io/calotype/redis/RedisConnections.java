package io.calotype.redis;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import io.lettuce.core.SetArgs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/// The connections to Redis: one to a single server, or one to each master of a cluster. Missing
/// connections are retried every second.
///
/// Does not use the reconnection and the cluster client of Lettuce. On each attempt the current
/// master is determined and the server's clock is read. A server that does not answer loses only
/// its own connection. No command outlives the connection that it was sent on.
public final class RedisConnections implements AutoCloseable {
  /// The time between two attempts.
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private final RedisAddress address;
  private final RedisConnector connector;
  private final List<RedisNode> seeds;
  private final Thread keeper;
  private volatile RedisTopology servers;
  private String said = ""; // the last logged reason; keeper thread only

  private RedisConnections(RedisAddress address, boolean confirming) {
    this.address = address;
    this.connector = new RedisConnector(confirming);
    this.seeds = address.seeds().stream().map(uri -> new RedisNode(connector, uri)).toList();
    this.servers =
        new RedisTopology(
            byName(seeds), address.cluster() ? ClusterSlots.of(List.of(), false) : null);
    this.keeper = Thread.ofVirtual().name("redis").unstarted(this::keep);
  }

  /// Tries to connect once, and keeps trying in the background.
  ///
  /// Errors: an `IOException` if the server can never be used, or `uri` is invalid.
  public static RedisConnections open(String uri) throws IOException {
    return open(uri, false);
  }

  /// As [#open], for changes that replicas confirm ([RedisCall#replicated]): a server with replicas
  /// has a second connection, for changes.
  public static RedisConnections openForChanges(String uri) throws IOException {
    return open(uri, true);
  }

  private static RedisConnections open(String uri, boolean confirming) throws IOException {
    RedisConnections link = new RedisConnections(RedisAddress.parse(uri), confirming);
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
      if (seed.session() == null) { // Redis may close it before its refusal arrives
        seed.connect();
      }
      if (seed.session() != null) {
        break;
      }
    }
    survey();
    if (known().values().stream().anyMatch(node -> node.session() != null)) {
      try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
        servers.all().forEach(node -> crowd.execute(node::connectWhereMissing));
      }
    }
  }

  /// Claims Redis, at once if it can be reached, on each new connection, and every second.
  ///
  /// Errors: an `IOException` if it is claimed for another data set, or is not the catalog of the
  /// claim.
  public void claim(RedisClaim claim) throws IOException {
    connector.claim(claim);
    try {
      for (RedisNode node : servers.all()) {
        RedisConnection connection = node.session();
        if (connection != null) {
          connector.check(connection);
        }
      }
    } catch (UnusableRedisException other) {
      throw new IOException(other.getMessage(), other);
    } catch (TimeoutException | ExecutionException away) {
      EventLog.debug("redis.claim-postponed"); // the next connection repeats it
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns the identity of the records in this Redis. Creates it if there is none, unless the
  /// claim requires one: then Redis was emptied.
  ///
  /// Errors: `Unavailable`.
  public String catalog() {
    RedisClaim claim = connector.claim();
    RedisCall call = new RedisCall(this).at(RedisClaim.CATALOG);
    String found = call.awaitOrNull(call.send(redis -> redis.get(RedisClaim.CATALOG)));
    if (found == null && (claim == null || claim.catalog() == null)) {
      String fresh = "redis:" + UUID.randomUUID();
      var _ =
          call.awaitOrNull(
              call.send(redis -> redis.set(RedisClaim.CATALOG, fresh, SetArgs.Builder.nx())));
      found = call.awaitOrNull(call.send(redis -> redis.get(RedisClaim.CATALOG)));
    }
    if (found == null) {
      throw new MediaException(new Failure.Unavailable(PAUSE));
    }
    return found;
  }

  /// The number of replicas of the server, or of all masters of a cluster.
  public int replicas() {
    return servers.all().stream().mapToInt(RedisNode::replicas).sum();
  }

  /// The current servers and slots.
  public RedisTopology servers() {
    return servers;
  }

  private void keep() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        surveyQuietly();
        (servers.connected() ? servers.nodes() : known())
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
    } catch (UnusableRedisException | RuntimeException odd) { // the next survey may succeed
      String reason = String.valueOf(odd.getMessage());
      if (!reason.equals(said)) {
        EventLog.warn("redis.refused", "reason", reason);
        said = reason;
      }
    }
  }

  /// Asks the members of a cluster for its masters and slots. Does nothing without a cluster.
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

  /// Queries all members at once and returns the replies. Drops the connection of a member that
  /// does not reply within one second.
  private List<ClusterSlots.View> views(Map<RedisNode, RedisConnection> members)
      throws UnusableRedisException {
    long until = System.nanoTime() + RedisAddress.PATIENCE.toNanos();
    List<PendingView> all =
        members.entrySet().stream()
            .map(one -> PendingView.begin(one.getKey(), one.getValue()))
            .toList();
    List<ClusterSlots.View> views = new ArrayList<>();
    for (PendingView pending : all) {
      try {
        String nodes = RedisConnection.await(pending.reply, until - System.nanoTime());
        views.add(new ClusterSlots.View(pending.node.host(), nodes));
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException away) {
        UnusableRedisException.check(away);
        pending.node.drop(pending.session);
      }
    }
    return views;
  }

  /// A query to one member.
  private record PendingView(RedisNode node, RedisConnection session, Future<String> reply) {
    static PendingView begin(RedisNode node, RedisConnection session) {
      return new PendingView(node, session, session.send(redis -> redis.clusterNodes()));
    }
  }

  /// Adopts the masters in `slots`. Members without slots may know no master yet; such a result is
  /// ignored.
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
    known.values().forEach(this::retire);
  }

  /// Ends the connection to a server that is no master. A seed may become one, or be the only way
  /// to new masters: it can connect again, and keeps its connection while no master has one.
  private void retire(RedisNode node) {
    if (!seeds.contains(node)) {
      node.close();
    } else if (servers.connected()) {
      node.disconnect();
    }
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

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
final class Link implements AutoCloseable {
  /// How long it waits between two tries.
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Address address;
  private final Connector connector = new Connector();
  private final List<Node> seeds;
  private final Thread keeper;
  private volatile Servers servers;
  private String said = ""; // of whoever surveys

  private Link(Address address) {
    this.address = address;
    this.seeds = address.seeds().stream().map(uri -> new Node(connector, uri)).toList();
    this.servers =
        new Servers(byName(seeds), address.cluster() ? Slots.of(List.of(), false) : null);
    this.keeper = Thread.ofVirtual().name("redis").unstarted(this::keep);
  }

  /// Tries once to connect, and goes on trying.
  ///
  /// Errors: an `IOException` where what answers can never be used, or `uri` is none.
  static Link open(String uri) throws IOException {
    Link link = new Link(Address.parse(uri));
    try {
      link.begin();
    } catch (Refusal refusal) {
      link.close();
      throw new IOException(refusal.getMessage(), refusal);
    }
    link.keeper.start();
    return link;
  }

  private void begin() throws Refusal {
    for (Node seed : seeds) {
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
  Servers servers() {
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
    } catch (Refusal | RuntimeException odd) { // whatever it is, there is a next time
      String reason = String.valueOf(odd.getMessage());
      if (!reason.equals(said)) {
        EventLog.warn("redis.refused", "reason", reason);
        said = reason;
      }
    }
  }

  /// Asks the members of a cluster who is master of what; nothing where there is no cluster.
  private void survey() throws Refusal {
    Map<Node, Session> members = new LinkedHashMap<>();
    for (Node node : known().values()) {
      Session session = node.session();
      if (session != null && (address.cluster() || session.cluster())) {
        members.put(node, session);
      }
    }
    List<Slots.View> views = views(members);
    if (!views.isEmpty()) {
      settle(Slots.of(views, address.tls()));
    }
  }

  /// What they answer in time, all asked at once; who does not is given up.
  private List<Slots.View> views(Map<Node, Session> members) throws Refusal {
    long until = System.nanoTime() + Address.PATIENCE.toNanos();
    List<Asked> all =
        members.entrySet().stream().map(one -> Asked.begin(one.getKey(), one.getValue())).toList();
    List<Slots.View> views = new ArrayList<>();
    for (Asked asked : all) {
      try {
        String nodes = asked.reply.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        views.add(new Slots.View(asked.node.host(), nodes));
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException away) {
        Refusal.check(away);
        asked.node.drop(asked.session);
      }
    }
    return views;
  }

  /// A member that was asked.
  private record Asked(Node node, Session session, Future<String> reply) {
    static Asked begin(Node node, Session session) {
      return new Asked(node, session, session.send(redis -> redis.clusterNodes()));
    }
  }

  /// Members without slots may know of no master yet.
  private void settle(Slots slots) {
    if (slots.masters().isEmpty()) {
      return;
    }
    Map<String, Node> known = known();
    Map<String, Node> masters = new LinkedHashMap<>();
    slots
        .masters()
        .forEach(name ->
            masters.put(
                name,
                Objects.requireNonNullElseGet(
                    known.remove(name), () -> new Node(connector, address.member(name)))));
    servers = new Servers(masters, slots);
    known.values().forEach(Node::close);
  }

  private Map<String, Node> known() {
    Map<String, Node> known = byName(seeds);
    known.putAll(servers.nodes());
    return known;
  }

  private static Map<String, Node> byName(List<Node> nodes) {
    Map<String, Node> byName = new LinkedHashMap<>();
    nodes.forEach(node -> byName.put(node.name(), node));
    return byName;
  }

  @Override
  public void close() {
    keeper.interrupt();
    connector.close();
  }
}

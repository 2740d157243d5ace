package io.calotype.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The owner of each slot of a cluster, from the replies of its members to `CLUSTER NODES`: `<node>
/// <ip>:<port>@<bus>[,<host>[,…]] <flags> <master> <ping> <pong> <epoch> <state> <slot>…`.
///
/// If members disagree, the owner with the higher epoch wins, as in the cluster itself.
final class ClusterSlots {
  private final boolean byName;
  private final @Nullable String[] owners = new String[SlotHash.SLOT_COUNT];
  private final long[] epochs = new long[SlotHash.SLOT_COUNT];
  private final Set<String> masters = new TreeSet<>();
  private final Map<String, String> aliases = new HashMap<>();

  private ClusterSlots(boolean byName) {
    this.byName = byName;
  }

  /// The reply of one member.
  ///
  /// @param host the host that was queried; a member may not know its own address
  record View(String host, String nodes) {}

  /// Merges the replies in `views`.
  ///
  /// @param byName whether servers are identified by their announced host names: a TLS certificate
  ///   has the name, not the address
  static ClusterSlots of(List<View> views, boolean byName) {
    ClusterSlots slots = new ClusterSlots(byName);
    views.forEach(
        view -> view.nodes.lines().forEach(line -> slots.read(view.host, line.split(" ", -1))));
    return slots;
  }

  private void read(String host, String[] line) {
    if (line.length < 8 || !usable(List.of(line[2].split(",", -1)), line.length > 8)) {
      return;
    }
    String master = name(host, line[1]);
    masters.add(master);
    for (int i = 8; i < line.length; i++) {
      give(line[i], master, Long.parseLong(line[6]));
    }
  }

  private static boolean usable(List<String> flags, boolean owner) {
    return flags.contains("master")
        && !flags.contains("noaddr")
        && !flags.contains("handshake")
        && (owner || !flags.contains("fail"));
  }

  private String name(String host, String address) {
    String[] parts = address.split(",", -1);
    String server = parts[0].replaceFirst("@.*", "");
    String port = server.substring(server.lastIndexOf(':'));
    String ip = server.equals(port) ? host + port : server;
    boolean told = parts.length > 1 && !parts[1].isEmpty();
    String named = told ? parts[1] + port : ip;
    String name = byName ? named : ip;
    aliases.put(ip, name);
    aliases.put(named, name);
    return name;
  }

  /// Assigns a slot, `7`, or a range, `0-5460`, to `master`. Ignores slots in migration, `[7->-…]`.
  private void give(String slots, String master, long epoch) {
    if (slots.startsWith("[")) {
      return;
    }
    String[] ends = slots.split("-", -1);
    for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
      if (owners[i] == null || epoch > epochs[i]) {
        owners[i] = master;
        epochs[i] = epoch;
      }
    }
  }

  /// The owner of `slot`, `host:port`; null if it has none.
  @Nullable String owner(int slot) {
    return owners[slot];
  }

  /// All masters: those with slots, and usable ones without.
  Set<String> masters() {
    return masters;
  }

  /// The `host:port` name in this map of a server that another server calls `address`.
  String known(String address) {
    return aliases.getOrDefault(address, address);
  }
}

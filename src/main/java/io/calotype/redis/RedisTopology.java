package io.calotype.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The known servers of Redis, and the server of each key.
///
/// @param nodes the servers by name
/// @param slots the owners of the slots; null if one server has all keys
public record RedisTopology(Map<String, RedisNode> nodes, @Nullable ClusterSlots slots) {

  /// Returns whether one server has all keys, so that one script may change all of them.
  boolean alone() {
    return slots == null;
  }

  /// All servers.
  Collection<RedisNode> all() {
    return nodes.values();
  }

  /// The names of all servers.
  public Set<String> names() {
    return nodes.keySet();
  }

  /// Returns whether a server is connected.
  public boolean connected() {
    return any() != null;
  }

  /// A connected server; null if there is none.
  @Nullable RedisNode any() {
    return all().stream().filter(node -> node.session() != null).findFirst().orElse(null);
  }

  /// The server that has `key` in a cluster; null if there is none.
  @Nullable RedisNode of(String key) {
    String owner = slots == null ? null : slots.owner(SlotHash.getSlot(key));
    return owner == null ? null : nodes.get(owner);
  }

  /// The connection to the server that another server calls `address`; null if there is none.
  @Nullable RedisConnection named(String address) {
    RedisNode node = slots == null ? null : nodes.get(slots.known(address));
    return node == null ? null : node.session();
  }
}

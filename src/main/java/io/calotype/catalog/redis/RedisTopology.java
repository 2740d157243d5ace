package io.calotype.catalog.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The servers of Redis, and which of them has a key, as far as is known.
///
/// @param nodes by name
/// @param slots whose key is whose; null where one has everything
record RedisTopology(Map<String, RedisNode> nodes, @Nullable ClusterSlots slots) {

  /// Whether one server has everything, so that a script may change everything at once.
  boolean alone() {
    return slots == null;
  }

  Collection<RedisNode> all() {
    return nodes.values();
  }

  /// One that there is a connection to; null for none.
  @Nullable RedisNode any() {
    return all().stream().filter(node -> node.session() != null).findFirst().orElse(null);
  }

  /// The one that has `key` in a cluster; null where nobody has.
  @Nullable RedisNode of(String key) {
    String owner = slots == null ? null : slots.owner(SlotHash.getSlot(key));
    return owner == null ? null : nodes.get(owner);
  }

  /// The connection to the server that another calls `address`; null for none.
  @Nullable RedisConnection named(String address) {
    RedisNode node = slots == null ? null : nodes.get(slots.known(address));
    return node == null ? null : node.session();
  }
}

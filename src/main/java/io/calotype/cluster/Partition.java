package io.calotype.cluster;

import java.util.Comparator;
import java.util.List;

/// Divides keys among nodes by rendezvous hashing: a key belongs to the node with the greatest hash
/// of node and key. Each key belongs to exactly one node. When a node leaves, only its keys move;
/// when a node joins, keys move only to that node.
///
/// @param nodes their names, at least one
public record Partition(List<String> nodes) {
  /// The parameters of FNV-1a with 64 bits.
  private static final long FNV_BASIS = 0xcbf29ce484222325L;

  private static final long FNV_PRIME = 0x100000001b3L;

  /// Copies the list.
  public Partition {
    nodes = List.copyOf(nodes);
  }

  /// Returns whether `key` belongs to `node`.
  public boolean owns(String node, String key) {
    return owner(key).equals(node);
  }

  /// Returns the node that `key` belongs to.
  String owner(String key) {
    long hash = hash(key);
    return nodes.stream()
        .max(
            Comparator.comparingLong((String node) -> mixed(hash ^ hash(node)))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  private static long hash(String text) {
    long hash = FNV_BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /// The finalizer of SplitMix64: each bit of the input changes half of the bits of the output.
  private static long mixed(long bits) {
    long first = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}

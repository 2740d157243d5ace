package io.calotype.cluster;

import java.util.Map;

/// Counts that all nodes add up for about an hour. They are approximate: a lost one is no fault.
public interface SharedCounts {
  /// The maximum number of names in one call.
  int MAX_NAMES = 1_000;

  /// The counts of a single node.
  SharedCounts NONE =
      new SharedCounts() {
        @Override
        public boolean distributed() {
          return false;
        }

        @Override
        public Map<String, Integer> add(Map<String, Integer> counts) {
          return counts;
        }
      };

  /// Whether there may be other nodes.
  boolean distributed();

  /// Adds `counts`, at most [#MAX_NAMES], to those of all nodes. Returns the sums by name; a name
  /// may be missing.
  ///
  /// Errors: `Unavailable`.
  Map<String, Integer> add(Map<String, Integer> counts);
}

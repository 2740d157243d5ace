package io.calotype.disk;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.util.function.Supplier;

/// Frees space on a full disk, so that a refused write can be retried.
public interface Headroom {
  /// Maximum retries of a write.
  int MAX_RETRIES = 3;

  /// Never frees space.
  Headroom NONE =
      new Headroom() {
        @Override
        public boolean free(Need need) {
          return false;
        }

        @Override
        public boolean prepare() {
          return true;
        }

        @Override
        public boolean storable() {
          return true;
        }
      };

  /// The purpose of a write.
  enum Need {
    /// New data. The rendition cache is evicted for it.
    STORE,
    /// A removal, or the start of the program. The reserve is released for it too.
    REMOVE
  }

  /// Frees disk space. Blocks.
  ///
  /// @return whether anything was freed
  boolean free(Need need);

  /// Recreates the reserve for removals if it has been released. Blocks.
  ///
  /// Errors: `StoreUnavailable` if the disk does not answer.
  ///
  /// @return whether new data may be stored
  boolean prepare();

  /// Returns whether new data may be stored: the last result of [#prepare]. Never blocks.
  boolean storable();

  /// Runs `work`. If it fails with `StorageFull`, frees disk space and runs it again.
  default <T> T retry(Need need, Supplier<T> work) {
    for (int retries = 0; ; retries++) {
      try {
        return work.get();
      } catch (MediaException refused) {
        boolean full = refused.failure() instanceof Failure.StorageFull;
        if (!full || retries == MAX_RETRIES || !free(need)) {
          throw refused;
        }
      }
    }
  }
}

package io.calotype.store;

import io.calotype.media.Group;
import io.calotype.media.MediaId;
import org.jspecify.annotations.Nullable;

/// Hears of each media that this node has changed or removed. Must not block and not fail.
@FunctionalInterface
public interface ChangeListener {
  /// Handles a changed or removed media.
  ///
  /// @param group its group before the change; null if it had none, or if its record could not be
  ///   read
  void changed(MediaId id, @Nullable Group group);

  /// Handles a media whose stored bytes are gone, or whole again. Does nothing by default.
  default void bytesReplaced(MediaId id) {}
}

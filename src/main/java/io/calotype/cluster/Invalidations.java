package io.calotype.cluster;

import io.calotype.media.MediaId;
import java.util.function.Consumer;

/// Distributes the ids of media whose record was removed or changed, so that every node drops its
/// copies.
public interface Invalidations {
  /// Announces that copies of `id` are no longer valid. Subscribers on this node have handled it
  /// when this method returns.
  void publish(MediaId id);

  /// Calls `subscriber` for each announcement from now on. A subscriber must not block.
  void subscribe(Consumer<MediaId> subscriber);
}

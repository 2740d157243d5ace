package io.calotype.cluster;

import io.calotype.media.MediaId;
import java.time.Duration;

/// Distributes the ids of media whose record was removed or changed, so that every node drops its
/// copies, and announcements of cleared caches and damaged originals.
public interface Invalidations {
  /// Invalidates the copies of `id` on this node: its subscribers have handled it when this method
  /// returns. Other nodes receive the announcement that a shared catalog makes with each change.
  void publish(MediaId id);

  /// Announces to the other nodes that they clear their caches.
  ///
  /// Errors: `Unavailable`.
  ///
  /// @param selection describes in one line the entries to remove
  void announceClear(String selection);

  /// Announces to the other nodes that the original of `id` is damaged.
  ///
  /// Errors: `Unavailable`.
  void announceDamage(MediaId id);

  /// Calls `subscriber` for each announcement from now on.
  void subscribe(Subscriber subscriber);

  /// Returns for how long announcements of other nodes may have been missed. While it exceeds
  /// [#CURRENT], a copy in memory is valid only if the catalog confirms it. Costs no system call.
  Duration silence();

  /// The maximum [#silence] of a node that hears the others.
  Duration CURRENT = Duration.ofSeconds(1);

  /// Returns whether this node hears the others.
  default boolean current() {
    return silence().compareTo(CURRENT) <= 0;
  }

  /// Receives announcements. Must not block.
  @FunctionalInterface
  interface Subscriber {
    /// Handles a changed or removed record.
    void changed(MediaId id);

    /// Handles, after [#changed], a record that another node has removed, or is about to remove.
    /// Does nothing by default.
    default void removed(MediaId id) {}

    /// Handles the announcement of another node that caches are cleared. Does nothing by default.
    default void cleared(String selection) {}

    /// Handles the announcement of another node that the original of `id` is damaged. Does nothing
    /// by default.
    default void damaged(MediaId id) {}

    /// Handles the loss of announcements: any record may have changed. Does nothing by default, for
    /// copies that are confirmed before use.
    default void missed() {}
  }
}

package io.calotype.store;

import io.calotype.cluster.Invalidations;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Announces changes of media: to the copies of this node by [Invalidations], and to listeners,
/// which act once in the whole cluster.
///
/// New labels are no invalidation: the catalog has dropped its copy with the change, and what else
/// is known about the stored bytes stays true.
final class MediaChanges {
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Invalidations invalidations;

  MediaChanges(Invalidations invalidations) {
    this.invalidations = invalidations;
  }

  void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  /// Announces that the record of `id` is gone.
  ///
  /// @param group its group; null if it had none, or is not known
  void removed(MediaId id, @Nullable Group group) {
    repaired(id);
    listeners.forEach(listener -> listener.changed(id, group));
  }

  /// Announces that the bytes of `id` are stored again.
  void repaired(MediaId id) {
    invalidations.publish(id);
    listeners.forEach(listener -> listener.bytesReplaced(id));
  }

  /// Announces new labels or another expiry.
  void changed(Media before) {
    listeners.forEach(listener -> listener.changed(before.id(), before.labels().group()));
  }
}

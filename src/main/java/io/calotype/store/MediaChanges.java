package io.calotype.store;

import io.calotype.cluster.Invalidations;
import io.calotype.media.MediaId;
import io.calotype.media.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Announces changes of media: to the copies of this node by [Invalidations], and to listeners,
/// which act once in the whole cluster.
///
/// New labels are no invalidation: the catalog has dropped its copy with the change, and what else
/// is known about the stored bytes stays true.
final class MediaChanges implements AnnouncedChange {
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Invalidations invalidations;

  MediaChanges(Invalidations invalidations) {
    this.invalidations = invalidations;
  }

  void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  /// Announces that the bytes of `id` are gone, or stored again.
  void bytesReplaced(MediaId id) {
    invalidations.publish(id);
    listeners.forEach(listener -> listener.bytesReplaced(id));
  }

  @Override
  public boolean make(Membership media, BooleanSupplier change) {
    PreparedChange prepared = prepare(List.of(media));
    try {
      boolean made = change.getAsBoolean();
      if (made) {
        prepared.begin();
      } else {
        prepared.drop();
      }
      return made;
    } catch (RuntimeException | Error unknown) {
      prepared.begin();
      throw unknown;
    }
  }

  /// Prepares the effects of changes of `media` at all listeners.
  ///
  /// Errors: those of [ChangeListener#changing].
  PreparedChange prepare(List<Membership> media) {
    List<ChangeListener.Effects> effects = new ArrayList<>();
    try {
      listeners.forEach(listener -> effects.add(listener.changing(media)));
    } catch (RuntimeException refused) {
      effects.forEach(ChangeListener.Effects::drop);
      throw refused;
    }
    return new PreparedChange(effects);
  }

  /// The effects at all listeners.
  record PreparedChange(List<ChangeListener.Effects> effects) {
    void begin() {
      effects.forEach(ChangeListener.Effects::begin);
    }

    void drop() {
      effects.forEach(ChangeListener.Effects::drop);
    }
  }
}

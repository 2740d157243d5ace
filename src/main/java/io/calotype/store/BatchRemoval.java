package io.calotype.store;

import io.calotype.media.Media;
import io.calotype.media.Membership;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The removal of several media, whose effects are prepared in one step and begin at its end.
public final class BatchRemoval implements AutoCloseable {
  private final MediaLocks locks;
  private final Removal removal;
  private final MediaChanges changes;
  private final Set<Membership> prepared;
  private final MediaChanges.PreparedChange effects;

  BatchRemoval(MediaLocks locks, Removal removal, MediaChanges changes, List<Media> media) {
    this.locks = locks;
    this.removal = removal;
    this.changes = changes;
    this.prepared = media.stream().map(Membership::of).collect(Collectors.toSet());
    this.effects = changes.prepare(List.copyOf(prepared));
  }

  /// Removes `media` like [MediaStore#remove].
  public boolean remove(Media media) {
    return locks.with(media.id(), () -> removal.remove(media, this::make));
  }

  /// A media whose group has changed meanwhile is prepared anew.
  private boolean make(Membership media, BooleanSupplier change) {
    return prepared.contains(media) ? change.getAsBoolean() : changes.make(media, change);
  }

  /// Begins the effects of all removals.
  @Override
  public void close() {
    effects.begin();
  }
}

package io.calotype.app;

import io.calotype.cluster.Invalidations;
import io.calotype.media.MediaId;
import io.calotype.originals.DamagedOriginals;
import io.calotype.store.ChangeListener;

/// Forgets the damage of originals that are gone or whole again, on any node. A change of labels
/// leaves the stored bytes as they are. An original that another node has repaired is read again
/// when it is requested, because its blob is another one.
///
/// @param damages the originals that are known to be damaged
record DamageUpdates(DamagedOriginals damages) implements ChangeListener, Invalidations.Subscriber {
  @Override
  public void changed(MediaId id) {}

  @Override
  public void bytesReplaced(MediaId id) {
    damages.forget(id);
  }

  @Override
  public void removed(MediaId id) {
    damages.forget(id);
  }
}

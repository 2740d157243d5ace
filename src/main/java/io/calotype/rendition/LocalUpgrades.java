package io.calotype.rendition;

import io.calotype.store.Rendition;
import java.util.concurrent.Semaphore;

/// Upgrades that this node generates, one at a time.
final class LocalUpgrades implements UpgradeWork {
  private final Renditions renditions;
  private final Semaphore turn = new Semaphore(1);

  /// Creates upgrades by `renditions`.
  LocalUpgrades(Renditions renditions) {
    this.renditions = renditions;
  }

  @Override
  public boolean due(Rendition rendition) {
    return true;
  }

  @Override
  public void make(Rendition rendition) {
    turn.acquireUninterruptibly();
    try {
      var _ = renditions.prepare(rendition);
    } finally {
      turn.release();
    }
  }
}

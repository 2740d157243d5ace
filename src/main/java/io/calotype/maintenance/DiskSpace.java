package io.calotype.maintenance;

import io.calotype.cache.SweepResult;
import io.calotype.disk.Headroom;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.originals.SpaceReserve;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Handles a full disk of originals and records. The rendition cache is evicted first if it is on
/// the same file system. The reserve is released for removals only.
///
/// While the reserve is missing, a background task tries to recreate it, without evicting cache
/// entries.
public final class DiskSpace implements Headroom {
  private static final long PIECE = 16 << 20;

  private final RenditionCache renditions;
  private final SpaceReserve reserve;
  private final boolean shared;
  private final Duration pause;
  private final AtomicBoolean restoring = new AtomicBoolean();
  private volatile boolean full;

  /// Creates the handler.
  ///
  /// @param shared whether the renditions are on the file system of `reserve`
  /// @param pause the time between two attempts of the background task
  public DiskSpace(
      RenditionCache renditions, SpaceReserve reserve, boolean shared, Duration pause) {
    this.renditions = renditions;
    this.reserve = reserve;
    this.shared = shared;
    this.pause = pause;
  }

  /// Creates the reserve, and logs a full disk.
  public void begin() {
    try {
      if (!prepare() || !reserve.roomBeside()) {
        EventLog.warn("storage.full", "at", "start", "uploads", "refused");
      }
    } catch (MediaException noAnswer) {
      EventLog.warn("reserve.not-made", "reason", noAnswer.failure());
    }
  }

  @Override
  public boolean free(Need need) {
    return shrunk() || (need == Need.REMOVE && released());
  }

  private boolean released() {
    boolean released = reserve.release();
    restoreLater();
    return released;
  }

  @Override
  public boolean prepare() {
    if (!reserve.held()) {
      restoreLater();
      full = !made() && !(shrunk() && made());
    }
    return !full;
  }

  @Override
  public boolean storable() {
    return reserve.held() || !full;
  }

  /// If the disk refuses the reserve for a reason other than lack of space, the later write reports
  /// it.
  private boolean made() {
    try {
      reserve.make();
      return true;
    } catch (MediaException refused) {
      return switch (refused.failure()) {
        case Failure.StorageFull _ -> false;
        case Failure.StoreUnavailable(StoreFault fault) when fault != StoreFault.NO_ANSWER -> true;
        default -> throw refused;
      };
    }
  }

  private boolean shrunk() {
    SweepResult freed = shared ? renditions.giveWay(PIECE) : SweepResult.NONE;
    return freed.entries() > 0;
  }

  private void restoreLater() {
    if (restoring.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::restore);
    }
  }

  private void restore() {
    try {
      while (!reserve.held()) {
        Thread.sleep(pause);
        full = !restored();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      restoring.set(false);
    }
  }

  private boolean restored() {
    try {
      return made();
    } catch (MediaException noAnswer) {
      return false;
    }
  }
}

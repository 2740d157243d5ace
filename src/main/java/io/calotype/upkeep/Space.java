package io.calotype.upkeep;

import io.calotype.cache.Swept;
import io.calotype.failure.DiskFull;
import io.calotype.failure.Headroom;
import io.calotype.originals.Reserve;
import io.calotype.rendition.Tiers;
import io.calotype.telemetry.EventLog;
import java.io.IOException;

/// The disk of originals and records when it is full. The rendition cache gives way first, where it
/// is on the same file system. The reserve is released for removals alone.
public final class Space implements Headroom {
  private static final long PIECE = 16 << 20;

  private final Tiers renditions;
  private final Reserve reserve;
  private final boolean shared;

  /// @param shared whether the renditions are on the file system of `reserve`
  public Space(Tiers renditions, Reserve reserve, boolean shared) {
    this.renditions = renditions;
    this.reserve = reserve;
    this.shared = shared;
  }

  /// Makes the reserve, and logs a disk that is full.
  public void begin() {
    if (!storable() || !reserve.roomBeside()) {
      EventLog.warn("storage.full", "at", "start", "uploads", "refused");
    }
  }

  @Override
  public boolean free(Need need) {
    return shrunk() || (need == Need.REMOVE && reserve.release());
  }

  /// A disk that refuses the reserve for another reason than being full is left to the write
  /// itself.
  @Override
  public boolean storable() {
    return reserve.held() || made() || (shrunk() && made());
  }

  private boolean made() {
    try {
      reserve.make();
      return true;
    } catch (IOException refused) {
      return !DiskFull.is(refused);
    }
  }

  private boolean shrunk() {
    Swept freed = shared ? renditions.giveWay(PIECE) : Swept.NONE;
    return freed.entries() > 0;
  }
}

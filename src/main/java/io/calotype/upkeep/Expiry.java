package io.calotype.upkeep;

import io.calotype.catalog.Catalog;
import io.calotype.media.Media;
import java.time.Clock;
import java.util.List;

/// Removes media whose life is over.
public final class Expiry {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final Removal removal;
  private final Clock clock;

  /// Removes what is over in `catalog`.
  public Expiry(Catalog catalog, Removal removal, Clock clock) {
    this.catalog = catalog;
    this.removal = removal;
    this.clock = clock;
  }

  /// Removes all of them, and says how many there were.
  public int remove() {
    int removed = 0;
    for (List<Media> over = over(); !over.isEmpty(); over = over()) {
      removed += (int) over.stream().filter(removal::remove).count();
    }
    return removed;
  }

  private List<Media> over() {
    return catalog.expired(clock.instant(), BATCH);
  }
}

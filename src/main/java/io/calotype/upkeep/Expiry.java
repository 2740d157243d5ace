package io.calotype.upkeep;

import io.calotype.cache.Swept;
import io.calotype.catalog.Catalog;
import io.calotype.media.Media;
import java.time.Clock;
import java.util.List;

/// Removes media whose life is over.
final class Expiry {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final Removal removal;
  private final Clock clock;

  /// Removes what is over in `catalog`.
  Expiry(Catalog catalog, Removal removal, Clock clock) {
    this.catalog = catalog;
    this.removal = removal;
    this.clock = clock;
  }

  /// Removes all of them, and says how many there were, with the length of their originals.
  Swept remove(Runnable rest) {
    Swept removed = Swept.NONE;
    Swept batch;
    do {
      batch = Swept.NONE;
      for (Media media : over()) {
        if (removal.expire(media)) {
          batch = batch.plus(new Swept(1, media.original().bytes()));
        }
        rest.run();
      }
      removed = removed.plus(batch);
    } while (batch.entries() > 0);
    return removed;
  }

  private List<Media> over() {
    return catalog.expired(clock.instant(), BATCH);
  }
}

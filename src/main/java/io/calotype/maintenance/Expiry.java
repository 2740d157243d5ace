package io.calotype.maintenance;

import io.calotype.cache.SweepResult;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.ExpiredPage;
import io.calotype.disk.Throttle;
import io.calotype.media.Media;
import io.calotype.store.MediaStore;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Removes expired media.
final class Expiry {
  private static final int BATCH = 200;

  private final Catalog catalog;
  private final MediaStore store;
  private final Clock clock;

  /// Creates the removal of expired media in `catalog`.
  Expiry(Catalog catalog, MediaStore store, Clock clock) {
    this.catalog = catalog;
    this.store = store;
    this.clock = clock;
  }

  /// Removes all expired media and returns their number, with the total length of their originals.
  /// A media that cannot be removed is skipped until the next run.
  SweepResult remove(Throttle pacer, SkippedItems skipped) {
    Instant now = clock.instant();
    SweepResult removed = SweepResult.NONE;
    ExpiredPage.@Nullable Place place = null;
    do {
      ExpiredPage page = catalog.expired(now, place, BATCH);
      for (Media media : page.items()) {
        if (skipped.tried(media.id(), () -> store.expire(media, now))) {
          removed = removed.plus(new SweepResult(1, media.original().bytes()));
        }
        pacer.pause();
      }
      place = page.next();
    } while (place != null);
    return removed;
  }
}

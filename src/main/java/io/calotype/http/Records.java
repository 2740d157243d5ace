package io.calotype.http;

import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Clock;

/// Records as handlers want them.
final class Records {
  private Records() {}

  /// The record of `id`. Blocks.
  ///
  /// Errors: `NotFound`.
  static Media require(Catalog catalog, MediaId id) {
    return catalog.find(id).orElseThrow(() -> new MediaException(new Failure.NotFound(id)));
  }

  /// Errors: `Gone` where the life of `media` is over.
  static void requireAlive(Media media, Clock clock) {
    if (media.life().expires() != null && media.life().over(clock.instant())) {
      throw new MediaException(new Failure.Gone(media.id()));
    }
  }
}

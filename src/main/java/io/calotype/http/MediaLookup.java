package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.catalog.CachingCatalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Visibility;
import io.calotype.upload.LegacyImport;
import java.time.Clock;

/// Records as handlers want them.
final class MediaLookup {
  private final CachingCatalog catalog;
  private final LegacyImport lifting;
  private final Visibility standard;
  private final Clock clock;

  /// @param standard the visibility of what nobody has given one
  MediaLookup(CachingCatalog catalog, LegacyImport lifting, Visibility standard, Clock clock) {
    this.catalog = catalog;
    this.lifting = lifting;
    this.standard = standard;
    this.clock = clock;
  }

  /// The record of `id`, if the caller may do `action` to it. Blocks. A media that is hidden from
  /// the caller takes the look-ups of an absent one, so that the time does not tell them apart.
  ///
  /// Errors: `NotFound`, those of [LegacyImport#find], `RateLimited` where it has to be lifted.
  Media require(HttpExchange exchange, Action action, MediaId id) {
    boolean inMemory = catalog.recent(id) != null;
    Media media = find(exchange, action, id);
    if (exchange.access().decide(action, media) == Decision.HIDDEN) {
      lifting.findNothing(id, inMemory);
    }
    exchange.require(action, media);
    return media;
  }

  /// A record that cannot be read may be anybody's: only an admin gets to know of it.
  private Media find(HttpExchange exchange, Action action, MediaId id) {
    try {
      return lifting
          .find(id, () -> admit(exchange, action, id))
          .orElseThrow(() -> exchange.access().absent(action, id));
    } catch (MediaException e) {
      boolean hidden =
          e.failure() instanceof Failure.RecordDamaged
              && Gate.decide(exchange.caller(), Action.ADMINISTER) != Decision.ALLOWED;
      throw hidden ? exchange.access().absent(action, id) : e;
    }
  }

  /// Lifting is expensive, and its outcome is visible: it is for those who may see what comes of
  /// it.
  private void admit(HttpExchange exchange, Action action, MediaId id) {
    exchange.access().require(action, id, standard);
    exchange.pay();
  }

  /// Whether the life of `media` is not over.
  boolean alive(Media media) {
    return !media.lifetime().over(clock.instant());
  }

  /// Errors: `Gone` where the life of `media` is over.
  void requireAlive(Media media) {
    requireAlive(media, clock);
  }

  /// The same by `clock`.
  static void requireAlive(Media media, Clock clock) {
    if (media.lifetime().expires() != null && media.lifetime().over(clock.instant())) {
      throw new MediaException(new Failure.Gone(media.id()));
    }
  }
}

package io.calotype.http.exchange;

import io.calotype.access.Action;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.catalog.CachingCatalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.legacy.LegacyImport;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Visibility;
import java.time.Clock;
import java.util.Optional;

/// Looks up the media of requests and checks access to them. Imports a legacy record on first
/// access.
public final class MediaLookup {
  private final CachingCatalog catalog;
  private final LegacyImport legacyImport;
  private final Visibility defaultVisibility;
  private final Clock clock;

  /// Creates a look-up.
  ///
  /// @param defaultVisibility the visibility of an imported media
  public MediaLookup(
      CachingCatalog catalog,
      LegacyImport legacyImport,
      Visibility defaultVisibility,
      Clock clock) {
    this.catalog = catalog;
    this.legacyImport = legacyImport;
    this.defaultVisibility = defaultVisibility;
    this.clock = clock;
  }

  /// The record of `id`, if the caller may perform `action` on it. Blocks. A hidden media costs the
  /// same look-ups as an absent one, which hides the difference in time.
  ///
  /// Errors: `NotFound`, those of [LegacyImport#importRecord], `RateLimited` if the media must be
  /// imported.
  public Media require(HttpExchange exchange, Action action, MediaId id) {
    boolean inMemory = catalog.recent(id) != null;
    Media media = find(exchange, action, id);
    if (exchange.access().decide(action, media) == Decision.HIDDEN) {
      legacyImport.findNothing(id, inMemory);
    }
    exchange.require(action, media);
    return media;
  }

  /// The record of `id`, which the caller has uploaded. Blocks.
  ///
  /// Errors: `NotFound`.
  public Media requireUploaded(HttpExchange exchange, MediaId id) {
    return catalog
        .find(id)
        .filter(media -> Gate.shows(exchange.caller(), media))
        .orElseThrow(() -> new MediaException(new Failure.NotFound(id)));
  }

  /// Like [#require], with the record as the store has it, and not a copy in memory.
  public Media requireCurrent(HttpExchange exchange, Action action, MediaId id) {
    Media known = require(exchange, action, id);
    if (catalog.peek(id).filter(known::equals).isPresent()) {
      return known;
    }
    refresh(id);
    return require(exchange, action, id);
  }

  /// Finds a record, which is then in memory, also if it was just imported. Only an admin learns of
  /// an unreadable record, because its owner is unknown.
  private Media find(HttpExchange exchange, Action action, MediaId id) {
    try {
      Optional<Media> known = catalog.find(id);
      if (known.isEmpty() && legacyImport.exists(id)) {
        requireImport(exchange, action, id);
        known = legacyImport.importRecord(id).flatMap(imported -> catalog.find(id));
      }
      return known.orElseThrow(() -> exchange.access().absent(action, id));
    } catch (MediaException e) {
      boolean hidden =
          e.failure() instanceof Failure.RecordDamaged
              && Gate.decide(exchange.caller(), Action.ADMINISTER) != Decision.ALLOWED;
      throw hidden ? exchange.access().absent(action, id) : e;
    }
  }

  /// Checks that the caller may import the media `id`. The import is expensive and its result is
  /// visible. It therefore requires the right to the result.
  private void requireImport(HttpExchange exchange, Action action, MediaId id) {
    exchange.access().require(action, id, defaultVisibility);
    exchange.budget().pay();
  }

  /// Makes the next look-up of `id` read its record from the store.
  public void refresh(MediaId id) {
    catalog.drop(id);
  }

  /// Throws if `media` has expired.
  ///
  /// Errors: `Gone`.
  public void requireAlive(Media media) {
    if (media.lifetime().over(clock.instant())) {
      throw new MediaException(new Failure.Gone(media.id()));
    }
  }
}

package io.calotype.catalog;

import io.calotype.media.Media;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of media whose life is over, in the order of its end, then of their ids.
///
/// @param items the media; they may be fewer than the limit, or none, where more pages follow
/// @param next where the next page begins; null where this is the last
public record ExpiredPage(List<Media> items, @Nullable Place next) {
  public ExpiredPage {
    items = List.copyOf(items);
  }

  /// The place just behind a media. It stays where it is when that media is removed.
  ///
  /// @param expires the end of its life
  /// @param id its id as it is stored, which may be no valid one
  public record Place(Instant expires, String id) {}
}

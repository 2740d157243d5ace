package io.calotype.catalog;

import io.calotype.media.Media;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of expired media, ordered by expiry time, then id.
///
/// @param items the media; fewer than the limit, or none, does not mean that this is the last page
/// @param next the position of the next page; null on the last page
public record ExpiredPage(List<Media> items, @Nullable Place next) {
  public ExpiredPage {
    items = List.copyOf(items);
  }

  /// The position directly after a media. It stays valid when that media is removed.
  ///
  /// @param expires the expiry time of the media
  /// @param id its id as stored, which may be invalid
  public record Place(Instant expires, String id) {}
}

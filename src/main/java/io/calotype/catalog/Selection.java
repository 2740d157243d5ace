package io.calotype.catalog;

import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaKind;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The filter of a list.
///
/// @param group only media with this label; null for all
/// @param kind only media of this kind; null for all
/// @param visibility only media of this visibility; null for all
/// @param reader only public media and the media that this owner has uploaded; null for all
/// @param alive only media that have not expired at this time; null for all
public record Selection(
    @Nullable Group group,
    @Nullable MediaKind kind,
    @Nullable Visibility visibility,
    @Nullable Owner reader,
    @Nullable Instant alive) {

  /// Returns whether `media` passes the filter.
  public boolean accepts(Media media) {
    return (group == null || group.equals(media.labels().group()))
        && (kind == null || kind == media.original().type().kind())
        && (visibility == null || visibility == media.labels().visibility())
        && (reader == null || media.open() || reader.equals(media.owner()))
        && (alive == null || !media.lifetime().over(alive));
  }
}

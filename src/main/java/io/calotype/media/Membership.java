package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// A media and its group.
///
/// @param group null if it has none, or if its record cannot be read
public record Membership(MediaId id, @Nullable Group group) {
  /// The group of `media`, as its labels name it.
  public static Membership of(Media media) {
    return new Membership(media.id(), media.labels().group());
  }
}

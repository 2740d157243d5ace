package io.calotype.media;

import io.calotype.media.geometry.Dimensions;
import org.jspecify.annotations.Nullable;

/// The results of decoding an original once.
///
/// @param size as displayed: orientation is applied
/// @param opaque whether every pixel is opaque
/// @param facts further facts
/// @param placeholder its placeholder, if one was made
public record Picture(
    Dimensions size, boolean opaque, Facts facts, @Nullable Placeholder placeholder) {

  /// Returns the same picture as a single frame.
  Picture still() {
    return new Picture(size, opaque, facts.still(), placeholder);
  }
}

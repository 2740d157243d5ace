package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// What decoding an original once has told about it.
///
/// @param size as displayed: orientation is applied
/// @param opaque whether every pixel is
/// @param facts what else there is to know
/// @param placeholder what stands in for it, where one was made
public record Picture(
    Dimensions size, boolean opaque, Facts facts, @Nullable Placeholder placeholder) {

  /// The same picture in a single frame.
  Picture still() {
    return new Picture(size, opaque, facts.still(), placeholder);
  }
}

package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// What decoding an original once has told about it.
///
/// @param size as displayed: orientation is applied
/// @param opaque whether every pixel is
/// @param placeholder what stands in for it, where one was made
public record Picture(Dimensions size, boolean opaque, @Nullable Placeholder placeholder) {}

package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// What there is to know of a video beside its poster.
///
/// @param durationMillis how long it plays
/// @param video the codec of its pictures, for example `h264`
/// @param audio the codec of its sound; null where it is silent
public record VideoInfo(long durationMillis, String video, @Nullable String audio) {}

package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// Facts of a video beside its poster.
///
/// @param durationMillis its duration
/// @param video the codec of its pictures, for example `h264`
/// @param audio the codec of its sound; null without sound
public record VideoInfo(long durationMillis, String video, @Nullable String audio) {}

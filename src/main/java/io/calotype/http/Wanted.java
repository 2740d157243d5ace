package io.calotype.http;

import io.calotype.media.Format;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import org.jspecify.annotations.Nullable;

/// A rendition as a URL names it, before the picture is known.
///
/// @param id whose rendition
/// @param preset which size; null is the whole picture
/// @param format the format asked for; null leaves it to `Accept`
/// @param version the `v` of the URL; null where there is none
/// @param thumbnail whether it was asked for under `/thumbnail`
record Wanted(
    MediaId id,
    @Nullable Preset preset,
    @Nullable Format format,
    @Nullable String version,
    boolean thumbnail) {

  /// Whether `Accept` decides the format.
  boolean negotiated() {
    return format == null;
  }
}

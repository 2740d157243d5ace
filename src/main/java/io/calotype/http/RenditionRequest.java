package io.calotype.http;

import io.calotype.media.Format;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Preset;
import io.calotype.media.RenditionSpec;
import org.jspecify.annotations.Nullable;

/// A rendition as a URL names it, before the picture is known.
///
/// @param id whose rendition
/// @param preset which one; without a name where the URL itself says what it is to be
/// @param format the format asked for; null leaves it to `Accept`
/// @param version the `v` of the URL; null where there is none
/// @param thumbnail whether it was asked for under `/thumbnail`
/// @param freeSize the size that needs a signature; null where it needs none
record RenditionRequest(
    MediaId id,
    Preset preset,
    @Nullable Format format,
    @Nullable String version,
    boolean thumbnail,
    @Nullable FreeSize freeSize) {

  /// Whether `Accept` decides the format.
  boolean negotiated() {
    return format == null;
  }

  /// What it means of `media`, in `made`.
  RenditionSpec of(Media media, Format made) {
    return preset.of(media.source().type(), media.rendered(), made);
  }
}

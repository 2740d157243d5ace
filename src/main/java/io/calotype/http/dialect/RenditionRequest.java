package io.calotype.http.dialect;

import io.calotype.http.semantics.CachePolicy;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.media.transformation.RenditionSpec;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The rendition that a URL requests, before the picture is known.
///
/// @param id of the media
/// @param preset without a name if the options of the URL define the rendition
/// @param format the requested format; null leaves it to `Accept`
/// @param version the `v` of the URL; null if absent
/// @param thumbnail whether the URL ends in `/thumbnail`
/// @param freeSize the size that needs a signature; null if none does
public record RenditionRequest(
    MediaId id,
    Preset preset,
    @Nullable Format format,
    @Nullable String version,
    boolean thumbnail,
    @Nullable FreeSize freeSize) {

  /// Whether `Accept` decides the format.
  public boolean negotiated() {
    return format == null;
  }

  /// Throws if the size needs a signature and the URL has none.
  ///
  /// Errors: `SizeNotAllowed`.
  ///
  /// @param signed whether the URL is signed; called only if the size needs a signature
  public void requireSize(BooleanSupplier signed) {
    if (freeSize != null && !signed.getAsBoolean()) {
      throw freeSize.refusal();
    }
  }

  /// The cache policy of the answer for `media`.
  ///
  /// @param interim whether the format replaces a better one until that is ready
  public CachePolicy cachePolicy(Media media, boolean interim) {
    if (interim) {
      return CachePolicy.interim();
    }
    boolean versioned = media.version().equals(version);
    return thumbnail
        ? CachePolicy.thumbnail(versioned, negotiated())
        : CachePolicy.media(versioned, negotiated());
  }

  /// The rendition of `media` in the format `made`.
  public RenditionSpec of(Media media, Format made) {
    return preset.of(media, made);
  }
}

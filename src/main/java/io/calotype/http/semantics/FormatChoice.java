package io.calotype.http.semantics;

import io.calotype.media.transformation.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The format of the answer to a request whose URL leaves the format to `Accept`.
///
/// @param interim whether the format replaces AVIF until the AVIF rendition is ready
public record FormatChoice(Format format, boolean interim) {
  private static final List<Format> GOOD = List.of(Format.WEBP);
  private static final List<Format> BEST = List.of(Format.AVIF, Format.WEBP);

  /// Chooses the best format for a client.
  ///
  /// @param accept as for [Negotiation#choose]
  /// @param opaque whether every pixel of the picture is opaque
  /// @param avif whether AVIF is permitted for the rendition
  public static FormatChoice best(@Nullable String accept, boolean opaque, boolean avif) {
    return new FormatChoice(Negotiation.choose(accept, opaque, avif ? BEST : GOOD), false);
  }

  /// Chooses the format in place of AVIF, while the AVIF rendition is not ready.
  public static FormatChoice interim(@Nullable String accept, boolean opaque) {
    return new FormatChoice(Negotiation.choose(accept, opaque, GOOD), true);
  }
}

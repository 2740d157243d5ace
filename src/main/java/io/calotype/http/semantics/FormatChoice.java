package io.calotype.http.semantics;

import io.calotype.media.Format;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The format of the answer to a request whose URL leaves the format to `Accept`.
///
/// @param interim whether the format replaces AVIF until the AVIF rendition is ready
public record FormatChoice(Format format, boolean interim) {
  private static final List<Format> GOOD = List.of(Format.WEBP);
  private static final List<Format> BEST = List.of(Format.AVIF, Format.WEBP);

  /// Chooses the format for a client.
  ///
  /// @param accept as for [Negotiation#choose]
  /// @param opaque whether every pixel of the picture is opaque
  /// @param worth whether AVIF is permitted for the rendition
  /// @param there whether the AVIF rendition exists; called only if AVIF is the best choice
  public static FormatChoice of(
      @Nullable String accept, boolean opaque, boolean worth, BooleanSupplier there) {
    Format best = Negotiation.choose(accept, opaque, worth ? BEST : GOOD);
    return best != Format.AVIF || there.getAsBoolean()
        ? new FormatChoice(best, false)
        : new FormatChoice(Negotiation.choose(accept, opaque, GOOD), true);
  }
}

package io.calotype.http;

import io.calotype.media.Format;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Which format answers a request that leaves it to `Accept`.
///
/// @param interim whether it stands in for AVIF, which is still to come
record FormatChoice(Format format, boolean interim) {
  private static final List<Format> GOOD = List.of(Format.WEBP);
  private static final List<Format> BEST = List.of(Format.AVIF, Format.WEBP);

  /// The choice for a client.
  ///
  /// @param accept as [Negotiation#choose] takes it
  /// @param opaque whether every pixel of the picture is
  /// @param worth whether the rendition may be AVIF at all
  /// @param there whether it is AVIF already; asked where AVIF is wanted most
  static FormatChoice of(
      @Nullable String accept, boolean opaque, boolean worth, BooleanSupplier there) {
    Format best = Negotiation.choose(accept, opaque, worth ? BEST : GOOD);
    return best != Format.AVIF || there.getAsBoolean()
        ? new FormatChoice(best, false)
        : new FormatChoice(Negotiation.choose(accept, opaque, GOOD), true);
  }
}

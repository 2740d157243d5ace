package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.png.PngChunks;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/// The colour chunks of a PNG. Their order of precedence is `cICP`, `iCCP`, `sRGB`, `cHRM` with
/// `gAMA` (PNG third edition, section 4.3).
final class PngColor {
  private static final double UNIT = 100_000;
  private static final int CICP_BYTES = 4;
  private static final int GAMMA_BYTES = 4;
  private static final int CHROMATICITY_BYTES = 32;

  private PngColor() {}

  /// The encoding of the chunk `cICP` (section 11.3.2.6). The chunk is valid only with the RGB
  /// matrix.
  static Optional<ColorEncoding> codePoints(ByteBuffer png) {
    return Optional.ofNullable(PngChunks.beforeImage(png).get("cICP"))
        .filter(cicp -> cicp.limit() == CICP_BYTES && cicp.get(2) == 0)
        .map(cicp -> new Cicp(code(cicp, 0), code(cicp, 1), cicp.get(3) != 0))
        .filter(Cicp::specified)
        .flatMap(Cicp::encoding);
  }

  private static int code(ByteBuffer cicp, int at) {
    return Byte.toUnsignedInt(cicp.get(at));
  }

  /// The encoding of `gAMA`, with the primaries of `cHRM` if present; empty if there is an `sRGB`.
  /// Browsers ignore a `cHRM` without `gAMA`.
  static Optional<ColorEncoding> gamma(ByteBuffer png) {
    Map<String, ByteBuffer> chunks = PngChunks.beforeImage(png);
    ByteBuffer gamma = chunks.get("gAMA");
    if (chunks.containsKey("sRGB") || gamma == null || gamma.limit() != GAMMA_BYTES) {
      return Optional.empty();
    }
    double exponent = UNIT / Integer.toUnsignedLong(gamma.getInt(0));
    Primaries primaries =
        Optional.ofNullable(chunks.get("cHRM")).flatMap(PngColor::primaries).orElse(Primaries.SRGB);
    return Double.isFinite(exponent)
        ? Optional.of(ColorEncoding.of(primaries, new TransferFunction.Gamma(exponent)))
        : Optional.empty();
  }

  private static Optional<Primaries> primaries(ByteBuffer chrm) {
    if (chrm.limit() != CHROMATICITY_BYTES) {
      return Optional.empty();
    }
    Chromaticity white = point(chrm, 0);
    return Optional.of(new Primaries(point(chrm, 1), point(chrm, 2), point(chrm, 3), white))
        .filter(colors -> colors.toSrgb().isPresent());
  }

  private static Chromaticity point(ByteBuffer chrm, int index) {
    return new Chromaticity(chrm.getInt(8 * index) / UNIT, chrm.getInt(8 * index + 4) / UNIT);
  }
}

package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.HeifFile;
import io.calotype.media.MediaType;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The colours of a picture as its file states them outside an ICC profile, or in code points
/// within one.
///
/// The order of precedence is: PNG `cICP`; the code points PQ and HLG in a profile, whose curves no
/// profile can describe for a screen; the profile; everything else.
public final class StatedColor {
  private StatedColor() {}

  /// The encoding of a file; empty if its profile or sRGB applies.
  ///
  /// @param profile the ICC profile that a decoder has found; empty if there is none
  public static Optional<ColorEncoding> of(MediaType type, ByteBuffer file, byte[] profile) {
    Optional<ColorEncoding> above =
        switch (type) {
          case PNG -> PngColor.codePoints(file);
          case JXL -> JxlColor.of(file).filter(Cicp::highDynamicRange).flatMap(Cicp::encoding);
          default -> Optional.empty();
        };
    return above
        .or(() -> profile.length > 0 ? inProfile(profile) : unprofiled(type, file))
        .filter(stated -> stated.foreign() || profile.length > 0); // sRGB too overrides a profile
  }

  private static Optional<ColorEncoding> inProfile(byte[] profile) {
    return IccProfile.cicp(profile).filter(Cicp::highDynamicRange).flatMap(Cicp::encoding);
  }

  private static Optional<ColorEncoding> unprofiled(MediaType type, ByteBuffer file) {
    return switch (type) {
      case PNG -> PngColor.gamma(file);
      case AVIF, HEIC -> heif(file);
      case BMP -> BmpColor.encoding(file);
      case TIFF -> TiffColor.of(file);
      default -> Optional.empty();
    };
  }

  /// The encoding of a HEIF. The decoder has already expanded a limited range.
  private static Optional<ColorEncoding> heif(ByteBuffer file) {
    return HeifFile.read(file)
        .flatMap(HeifColor::codePoints)
        .map(nclx -> new Cicp(nclx.primaries(), nclx.transfer(), true))
        .flatMap(Cicp::encoding);
  }
}

package io.calotype.imaging.color;

import io.calotype.imaging.color.TransferFunction.Gamma;
import io.calotype.imaging.color.TransferFunction.Limited;
import io.calotype.imaging.color.TransferFunction.Standard;
import java.util.Optional;

/// Coding-independent code points (ITU-T H.273) of a picture that is RGB after decoding.
///
/// @param primaries section 8.1, for example 1 BT.709, 9 BT.2020, 12 Display P3
/// @param transfer section 8.2, for example 13 sRGB, 16 PQ, 18 HLG
/// @param fullRange whether levels range from 0 to the largest
public record Cicp(int primaries, int transfer, boolean fullRange) {
  private static final int UNSPECIFIED = 2;
  private static final Chromaticity DCI_WHITE = new Chromaticity(0.314, 0.351);
  private static final Chromaticity C = new Chromaticity(0.310, 0.316);

  /// Whether the transfer function encodes light above diffuse white (PQ or HLG).
  public boolean highDynamicRange() {
    return transfer == 16 || transfer == 18;
  }

  /// Whether primaries or transfer are specified.
  boolean specified() {
    return primaries != UNSPECIFIED || transfer != UNSPECIFIED;
  }

  /// The colour encoding of the code points; empty if one is reserved. Unspecified ones mean sRGB.
  public Optional<ColorEncoding> encoding() {
    return curve()
        .map(curve -> fullRange ? curve : new Limited(curve))
        .flatMap(curve -> colors().map(colors -> ColorEncoding.of(colors, curve)));
  }

  /// Camera curves (BT.709, 601, 2020) are displayed with a display curve, which is close to that
  /// of sRGB.
  private Optional<TransferFunction> curve() {
    return switch (transfer) {
      case 1, 2, 6, 7, 11, 12, 13, 14, 15 -> Optional.of(Standard.SRGB);
      case 4 -> Optional.of(new Gamma(2.2));
      case 5 -> Optional.of(new Gamma(2.8));
      case 8 -> Optional.of(Standard.LINEAR);
      case 16 -> Optional.of(Standard.PQ);
      case 17 -> Optional.of(Standard.ST428);
      case 18 -> Optional.of(Standard.HLG);
      default -> Optional.empty();
    };
  }

  private Optional<Primaries> colors() {
    Chromaticity d65 = Chromaticity.D65;
    return switch (primaries) {
      case 1, 2 -> Optional.of(Primaries.SRGB);
      case 4 -> Optional.of(Primaries.of(C, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08));
      case 5 -> Optional.of(Primaries.of(d65, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06));
      case 6, 7 -> Optional.of(Primaries.of(d65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070));
      case 8 -> Optional.of(Primaries.of(C, 0.681, 0.319, 0.243, 0.692, 0.145, 0.049));
      case 9 -> Optional.of(Primaries.BT2020);
      case 11 -> Optional.of(Primaries.of(DCI_WHITE, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060));
      case 12 -> Optional.of(Primaries.of(d65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060));
      case 22 -> Optional.of(Primaries.of(d65, 0.630, 0.340, 0.295, 0.605, 0.155, 0.077));
      default -> Optional.empty();
    };
  }
}

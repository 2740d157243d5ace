package io.calotype.imaging.color;

import io.calotype.imaging.color.TransferFunction.Gamma;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The colours of a bitmap with a header of version 4 or 5 (`[MS-WMF]` 2.2.2.4 and 2.2.2.5).
///
/// A linked profile is a path on the author's machine: such a bitmap is treated as sRGB.
public final class BmpColor {
  private static final int HEADER = 14;
  private static final int VERSION_4 = 108;
  private static final int VERSION_5 = 124;
  private static final int SPACE = HEADER + 56;
  private static final int ENDPOINTS = HEADER + 60;
  private static final int GAMMAS = HEADER + 96;
  private static final int PROFILE = HEADER + 112;
  private static final int CALIBRATED = 0;
  private static final int EMBEDDED = 0x4d424544;
  private static final int MAX_PROFILE = 1 << 24;
  private static final double TWO_POINT_THIRTY = 1 << 30;
  private static final double SIXTEEN_POINT_SIXTEEN = 1 << 16;

  private BmpColor() {}

  /// The embedded ICC profile of a file; empty if it has none.
  public static byte[] profile(ByteBuffer bmp) {
    ByteBuffer file = bmp.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (file.limit() < HEADER + VERSION_5
        || file.getInt(HEADER) != VERSION_5
        || file.getInt(SPACE) != EMBEDDED) {
      return new byte[0];
    }
    long from = HEADER + Integer.toUnsignedLong(file.getInt(PROFILE));
    int length = file.getInt(PROFILE + 4);
    if (length <= 0 || length > MAX_PROFILE || from + length > file.limit()) {
      return new byte[0];
    }
    byte[] profile = new byte[length];
    file.get((int) from, profile);
    return profile;
  }

  /// The endpoints and gammas of a file; empty if it states none or invalid ones.
  static Optional<ColorEncoding> encoding(ByteBuffer bmp) {
    ByteBuffer file = bmp.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (file.limit() < HEADER + VERSION_4
        || file.getInt(HEADER) < VERSION_4
        || file.getInt(SPACE) != CALIBRATED) {
      return Optional.empty();
    }
    return primaries(file)
        .flatMap(primaries -> gammas(file).map(curves -> new ColorEncoding(primaries, curves)));
  }

  private static Optional<List<TransferFunction>> gammas(ByteBuffer file) {
    List<TransferFunction> gammas =
        IntStream.range(0, 3)
            .mapToDouble(i -> file.getInt(GAMMAS + 4 * i) / SIXTEEN_POINT_SIXTEEN)
            .filter(gamma -> gamma > 0)
            .map(gamma -> gamma < 1 ? 1 / gamma : gamma) // some writers store the inverse
            .<TransferFunction>mapToObj(Gamma::new)
            .toList();
    return gammas.size() == 3 ? Optional.of(gammas) : Optional.empty();
  }

  /// Reads endpoints. They are XYZ values whose sum is white, or chromaticities x, y and z with a
  /// sum of 1 each.
  private static Optional<Primaries> primaries(ByteBuffer file) {
    double[] red = endpoint(file, 0);
    double[] green = endpoint(file, 1);
    double[] blue = endpoint(file, 2);
    double[] sum = new double[3];
    for (int i = 0; i < 3; i++) {
      sum[i] = red[i] + green[i] + blue[i];
    }
    boolean chromaticities =
        Math.abs(total(red) - 1) + Math.abs(total(green) - 1) + Math.abs(total(blue) - 1) < 0.01;
    Chromaticity white = chromaticities ? Chromaticity.D65 : point(sum);
    return Optional.of(new Primaries(point(red), point(green), point(blue), white))
        .filter(colors -> colors.toSrgb().isPresent());
  }

  private static double[] endpoint(ByteBuffer file, int index) {
    double[] xyz = new double[3];
    for (int i = 0; i < 3; i++) {
      xyz[i] = file.getInt(ENDPOINTS + 12 * index + 4 * i) / TWO_POINT_THIRTY;
    }
    return xyz;
  }

  private static Chromaticity point(double[] xyz) {
    return new Chromaticity(xyz[0] / total(xyz), xyz[1] / total(xyz));
  }

  private static double total(double[] xyz) {
    return xyz[0] + xyz[1] + xyz[2];
  }
}

package io.calotype.imaging.color;

import java.nio.ByteBuffer;

/// A tone curve in an ICC profile: types `curv` and `para` (ICC.1:2022 sections 10.6 and 10.18).
final class IccCurve {
  private static final int CURV = 0x63757276;
  private static final int PARA = 0x70617261;

  private IccCurve() {}

  /// The linear value, 0 to 1, of the curve at offset `at` for the encoded value `x`.
  ///
  /// Errors: `IllegalArgumentException` if there is no curve of a known type.
  static double at(ByteBuffer bytes, int at, double x) {
    return switch (bytes.getInt(at)) {
      case CURV -> sampled(bytes, at + 8, x);
      case PARA -> parametric(bytes, at + 8, x);
      default -> throw new IllegalArgumentException("no curve");
    };
  }

  private static double sampled(ByteBuffer bytes, int at, double x) {
    int count = bytes.getInt(at);
    return switch (count) {
      case 0 -> x;
      case 1 -> Math.pow(x, bytes.getShort(at + 4) / 256.0);
      default -> between(bytes, at + 4, x * (count - 1), count - 1);
    };
  }

  private static double between(ByteBuffer bytes, int table, double position, int last) {
    int below = (int) position;
    double low = entry(bytes, table, below);
    double high = entry(bytes, table, Math.min(below + 1, last));
    return low + (high - low) * (position - below);
  }

  private static double entry(ByteBuffer bytes, int table, int index) {
    return Short.toUnsignedInt(bytes.getShort(table + 2 * index)) / 65535.0;
  }

  private static double parametric(ByteBuffer bytes, int at, double x) {
    int type = bytes.getShort(at);
    double g = parameter(bytes, at, 0);
    return switch (type) {
      case 0 -> Math.pow(x, g);
      case 3 -> segment(bytes, at, x, g, 0);
      case 4 -> segment(bytes, at, x, g, parameter(bytes, at, 5));
      default -> throw new IllegalArgumentException("no such curve: " + type);
    };
  }

  private static double segment(ByteBuffer bytes, int at, double x, double g, double offset) {
    double a = parameter(bytes, at, 1);
    double b = parameter(bytes, at, 2);
    double c = parameter(bytes, at, 3);
    double d = parameter(bytes, at, 4);
    double lift = offset == 0 ? 0 : parameter(bytes, at, 6);
    return x >= d ? Math.pow(a * x + b, g) + offset : c * x + lift;
  }

  private static double parameter(ByteBuffer bytes, int at, int index) {
    return bytes.getInt(at + 4 + 4 * index) / 65536.0;
  }
}

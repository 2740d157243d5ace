package io.calotype.imaging;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The colours that an AVIF says it is in where it has no profile: `colr` of type `nclx` (ISO/IEC
/// 14496-12 section 12.1.5), with the code points of ITU-T H.273.
///
/// @param primaries the reference colours: 1 BT.709, 9 BT.2020, 12 Display P3
/// @param transfer the curve: 13 sRGB, 16 PQ, 18 HLG
public record Nclx(int primaries, int transfer) {
  private static final int COLR = 0x636f6c72;
  private static final int NCLX = 0x6e636c78;
  private static final int BYTES = 12;
  private static final int PQ = 16;
  private static final int HLG = 18;

  /// What diffuse white is, and what is as bright as can be shown, in cd/m² (ITU-R BT.2408).
  private static final double WHITE = 203;

  private static final double PEAK = 1000;

  /// How much brighter than white the brightest is that is told apart.
  private static final double RANGE = PEAK / WHITE;

  /// Up to here light is shown as it is; what is brighter shares the rest.
  private static final double KNEE = 0.8;

  private static final int STEPS = 65_536;
  private static final double FULL = STEPS - 1;

  /// The first that is said in the beginning of a file; empty where there is none.
  public static Optional<Nclx> find(ByteBuffer head) {
    for (int at = 0; at + BYTES <= head.limit(); at++) {
      if (head.getInt(at) == COLR && head.getInt(at + 4) == NCLX) {
        return Optional.of(new Nclx(head.getShort(at + 8), head.getShort(at + 10)));
      }
    }
    return Optional.empty();
  }

  /// Whether colours have to be computed before a screen in sRGB shows them right.
  public boolean foreign() {
    return bright() || toSrgb().isPresent();
  }

  private boolean bright() {
    return transfer == PQ || transfer == HLG;
  }

  /// By what linear colours are multiplied, row by row, to be those of sRGB; empty where they are.
  public Optional<double[]> toSrgb() {
    return switch (primaries) {
      case 9 ->
          Optional.of(
              new double[] {
                1.660491, -0.587641, -0.072850, -0.124550, 1.132900, -0.008349, -0.018151,
                -0.100579, 1.118730
              });
      case 11, 12 ->
          Optional.of(
              new double[] {
                1.224940, -0.224940, 0, -0.042057, 1.042057, 0, -0.019638, -0.078636, 1.098274
              });
      default -> Optional.empty();
    };
  }

  /// Light for each of 65,536 levels: 0 is none, 65,535 the brightest.
  public short[] toLight() {
    short[] table = new short[STEPS];
    for (int i = 0; i < STEPS; i++) {
      table[i] = (short) Math.round(FULL * Math.clamp(light(i / FULL), 0, 1));
    }
    return table;
  }

  /// The level of 255 in sRGB for each of 65,536 of light.
  public byte[] toLevels() {
    byte[] table = new byte[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double light = i / FULL;
      double shown = bright() ? compressed(light * RANGE) : light;
      table[i] = (byte) Math.round(255 * encoded(shown));
    }
    return table;
  }

  private double light(double level) {
    return switch (transfer) {
      case PQ -> pq(level) / PEAK;
      case HLG -> Math.pow(hlg(level), 1.2);
      default -> level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4);
    };
  }

  /// SMPTE ST 2084, in cd/m².
  private static double pq(double level) {
    double root = Math.pow(level, 1 / 78.84375);
    return 10_000
        * Math.pow(
            Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root), 1 / 0.1593017578125);
  }

  /// ITU-R BT.2100.
  private static double hlg(double level) {
    return level <= 0.5
        ? level * level / 3
        : (Math.exp((level - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  }

  private static double compressed(double light) {
    if (light <= KNEE) {
      return light;
    }
    double room = 1 - KNEE;
    double beyond = (light - KNEE) / room;
    double most = (RANGE - KNEE) / room;
    return KNEE + room * beyond * (1 + beyond / (most * most)) / (1 + beyond);
  }

  private static double encoded(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
  }
}

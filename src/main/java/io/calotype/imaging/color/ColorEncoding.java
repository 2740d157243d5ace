package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.SrgbCurve;
import java.util.List;
import java.util.Optional;

/// The relation of a picture's samples to colours, with the tables that convert them to sRGB.
///
/// Light brighter than diffuse white is compressed into the upper fifth of the sRGB range.
///
/// @param curves one for all channels, or one each for red, green and blue
public record ColorEncoding(Primaries primaries, List<TransferFunction> curves) {
  /// Light up to this share of white is unchanged. Brighter light is compressed into the rest.
  private static final double KNEE = 0.8;

  private static final int STEPS = 65_536;
  private static final double FULL = STEPS - 1;

  public ColorEncoding {
    curves = List.copyOf(curves);
    if (curves.size() != 1 && curves.size() != 3) {
      throw new IllegalArgumentException(curves.size() + " curves");
    }
  }

  /// The encoding with one curve for all channels.
  public static ColorEncoding of(Primaries primaries, TransferFunction curve) {
    return new ColorEncoding(primaries, List.of(curve));
  }

  /// Whether the samples need a conversion to be sRGB.
  public boolean foreign() {
    return !primaries.srgb() || !curves.stream().allMatch(TransferFunction::srgb);
  }

  /// The matrix that converts linear light to sRGB primaries, row by row; empty if the primaries
  /// are those of sRGB.
  public Optional<double[]> toSrgb() {
    return primaries.srgb() ? Optional.empty() : primaries.toSrgb();
  }

  /// The number of channels of [#toLight]: 1 or 3.
  public int channels() {
    return curves.size();
  }

  /// Linear light for each of `levels` levels, the channels of a level together: 0 is none, 65,535
  /// the brightest.
  public short[] toLight(int levels) {
    double peak = peak();
    short[] table = new short[levels * channels()];
    for (int i = 0; i < table.length; i++) {
      int step = i / channels();
      double level = step / (levels - 1.0);
      double light = curves.get(i % channels()).light(level) / peak;
      table[i] = (short) Math.round(FULL * Math.clamp(light, 0, 1));
    }
    return table;
  }

  /// The sRGB level, 0 to 255, for each of 65,536 values of light.
  public byte[] toLevels() {
    double peak = peak();
    byte[] table = new byte[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double light = i / FULL * peak;
      table[i] =
          (byte) Math.round(255 * SrgbCurve.encoded(peak > 1 ? compressed(light, peak) : light));
    }
    return table;
  }

  private double peak() {
    return curves.getFirst().peak();
  }

  private static double compressed(double light, double peak) {
    if (light <= KNEE) {
      return light;
    }
    double room = 1 - KNEE;
    double beyond = (light - KNEE) / room;
    double slope = (peak - KNEE) / room;
    return KNEE + room * beyond * (1 + beyond / (slope * slope)) / (1 + beyond);
  }
}

package io.calotype.imaging.bitmap;

/// The sRGB curve between linear light and encoded values, both 0 to 1 (IEC 61966-2-1).
public final class SrgbCurve {
  private SrgbCurve() {}

  /// The encoded value of linear light.
  public static double encoded(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
  }

  /// The linear light of an encoded value.
  public static double light(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
  }
}

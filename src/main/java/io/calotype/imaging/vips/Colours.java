package io.calotype.imaging.vips;

import io.calotype.imaging.IccProfile;

/// Colours as we deliver them: 8-bit sRGB, or 8-bit grey under the same curve.
final class Colours {
  private static final int GREY_WITH_ALPHA = 2;

  private Colours() {}

  /// The same picture with 8 bits a sample, in whatever colours it is in; a CMYK picture as it is.
  static Raster eightBit(Raster picture) {
    if (picture.eightBit() || picture.cmyk()) {
      return picture;
    }
    boolean grey = picture.sixteenBit() && picture.bands() <= GREY_WITH_ALPHA;
    return inSpace(picture, grey ? "b-w" : "srgb");
  }

  /// The same picture in sRGB, through its embedded profile where it has one that says more. A
  /// profile that does not fit the picture is as none.
  static Raster srgb(Raster picture) {
    byte[] profile = picture.profile();
    if (profile.length > 0 && !IccProfile.srgb(profile)) {
      return transformed(picture);
    }
    return withoutProfile(picture);
  }

  private static Raster transformed(Raster picture) {
    try {
      return picture
          .then("icc_transform")
          .with("output-profile", "srgb")
          .with("embedded", true)
          .image();
    } catch (VipsException unfit) {
      return withoutProfile(picture);
    }
  }

  private static Raster withoutProfile(Raster picture) {
    if (picture.cmyk()) {
      return picture
          .then("icc_transform")
          .with("output-profile", "srgb")
          .with("input-profile", "cmyk")
          .image();
    }
    return picture.delivered() ? picture : inSpace(picture, "srgb");
  }

  private static Raster inSpace(Raster picture, String space) {
    return picture.then("colourspace").with("space", space).image();
  }
}

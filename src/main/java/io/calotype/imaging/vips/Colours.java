package io.calotype.imaging.vips;

import io.calotype.imaging.IccProfile;
import io.calotype.imaging.Nclx;
import io.calotype.media.Color;

/// Colours as we deliver them: 8-bit sRGB, or 8-bit grey under the same curve.
final class Colours {
  private static final int GREY_WITH_ALPHA = 2;

  private static final int THREE = 3;

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

  /// The same picture in the colours that its own profile describes; a CMYK picture in sRGB.
  static Raster own(Raster picture) {
    return picture.cmyk() ? srgb(picture) : eightBit(picture);
  }

  private static Raster transformed(Raster picture) {
    try {
      return eightBit(
          picture
              .then("icc_transform")
              .with("output-profile", "srgb")
              .with("embedded", true)
              .image());
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
    Raster plain = eightBit(picture);
    return plain.delivered() ? plain : inSpace(plain, "srgb");
  }

  /// The same picture in sRGB, given that its colours are those of `nclx`.
  static Raster srgb(Raster picture, Nclx nclx) {
    if (picture.alpha()) {
      Raster colours = srgb(Alpha.without(picture), nclx);
      return colours.and(Alpha.last(picture));
    }
    Scope scope = picture.scope();
    Raster wide = picture.sixteenBit() ? picture : inSpace(picture, "rgb16");
    Raster light = wide.then("maplut").with("lut", scope.table(nclx.toLight())).image();
    Raster ours =
        nclx.toSrgb()
            .map(matrix -> light.then("recomb").with("m", scope.matrix(matrix)).image())
            .orElse(light);
    Raster clipped = ours.then("cast").with("format", "ushort").image();
    Raster levels = clipped.then("maplut").with("lut", scope.table(nclx.toLevels())).image();
    return levels.then("copy").with("interpretation", "srgb").image();
  }

  /// The same picture with three colours.
  static Raster colored(Raster picture) {
    return picture.bands() < THREE ? inSpace(picture, "srgb") : picture;
  }

  /// A colour as an argument that fits the picture: grey where that is.
  static String array(Color color, Raster picture) {
    return picture.bands() < THREE
        ? Integer.toString(color.green())
        : color.red() + " " + color.green() + " " + color.blue();
  }

  private static Raster inSpace(Raster picture, String space) {
    return picture.then("colourspace").with("space", space).image();
  }
}

package io.calotype.imaging.vips;

import io.calotype.imaging.color.Chromaticity;
import io.calotype.imaging.color.ColorEncoding;
import io.calotype.imaging.color.IccProfile;
import io.calotype.media.geometry.Color;
import java.util.Optional;

/// Converts pictures to the delivered colours: 8-bit sRGB, or 8-bit grey with the same curve.
final class ColorConversion {
  private static final int GREY_WITH_ALPHA = 2;

  private static final int THREE = 3;
  private static final int BYTE_LEVELS = 1 << 8;
  private static final int SHORT_LEVELS = 1 << 16;

  private ColorConversion() {}

  /// Reduces samples to 8 bits in the same colour space. A CMYK picture is unchanged.
  static Raster eightBit(Raster picture) {
    if (picture.eightBit() || picture.cmyk()) {
      return picture;
    }
    boolean grey = picture.sixteenBit() && picture.bands() <= GREY_WITH_ALPHA;
    return inSpace(picture, grey ? "b-w" : "srgb");
  }

  /// Converts a picture to sRGB, through its embedded profile if that differs from sRGB. A profile
  /// that does not fit the picture is ignored.
  static Raster srgb(Raster picture) {
    byte[] profile = picture.profile();
    if (profile.length > 0 && !IccProfile.srgb(profile)) {
      return transformed(picture);
    }
    return withoutProfile(picture);
  }

  /// The picture in the colours of its own profile, with 8-bit samples; a CMYK picture in sRGB.
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

  /// Converts a picture to sRGB from `encoding`, ignoring its profile.
  static Raster srgb(Raster picture, ColorEncoding encoding) {
    if (picture.alpha()) {
      Raster colours = srgb(Alpha.without(picture), encoding);
      return colours.and(narrow(Alpha.last(picture)));
    }
    boolean grey = picture.bands() < THREE;
    NativeScope scope = picture.scope();
    Raster plain = picture.eightBit() || picture.sixteenBit() ? picture : inSpace(picture, "rgb16");
    short[] toLight = encoding.toLight(plain.eightBit() ? BYTE_LEVELS : SHORT_LEVELS);
    Raster table = scope.table(toLight, encoding.channels());
    Raster light = plain.then("maplut").with("lut", grey ? first(table) : table).image();
    Optional<double[]> matrix = grey ? Optional.empty() : encoding.toSrgb();
    Raster ours =
        matrix
            .map(cells -> light.then("recomb").with("m", scope.matrix(cells)).image())
            .orElse(light);
    Raster clipped = ours.then("cast").with("format", "ushort").image();
    Raster levels = clipped.then("maplut").with("lut", scope.table(encoding.toLevels())).image();
    return levels
        .then("copy")
        .with("interpretation", grey ? "b-w" : "srgb")
        .image()
        .without("icc-profile-data");
  }

  private static Raster first(Raster table) {
    return table.then("extract_band").with("band", 0).image();
  }

  /// Reduces samples to 8 bits.
  private static Raster narrow(Raster picture) {
    return picture.sixteenBit()
        ? picture.then("cast").with("format", "uchar").with("shift", true).image()
        : picture;
  }

  /// Converts a picture in a coded or colorimetric form to sRGB, and removes its profile, which
  /// describes that form.
  static Raster fromColorimetric(Raster picture) {
    return inSpace(picture, "srgb").without("icc-profile-data");
  }

  /// Converts a picture in any form of CIELab to sRGB.
  static Raster fromLab(Raster picture, Chromaticity white) {
    double[] point = white.whitePoint();
    Raster xyz =
        inSpace(picture, "lab")
            .then("Lab2XYZ")
            .with("temp", point[0] + " " + point[1] + " " + point[2])
            .image();
    Raster adapted = xyz.then("recomb").with("m", picture.scope().matrix(white.toD65())).image();
    return fromColorimetric(adapted.then("copy").with("interpretation", "xyz").image());
  }

  /// Expands levels of limited range (16 to 235 of 255) to full range.
  static Raster expanded(Raster picture) {
    double full = picture.sixteenBit() ? SHORT_LEVELS - 1 : BYTE_LEVELS - 1;
    double black = picture.sixteenBit() ? 16 << 8 : 16;
    double gain = full / (picture.sixteenBit() ? 219 << 8 : 219);
    return picture
        .then("linear")
        .with("a", gain)
        .with("b", 0.5 - black * gain)
        .image()
        .then("cast")
        .with("format", picture.sixteenBit() ? "ushort" : "uchar")
        .image();
  }

  /// The same picture with three colour bands.
  static Raster colored(Raster picture) {
    return picture.bands() < THREE ? inSpace(picture, "srgb") : picture;
  }

  /// A colour as an argument that fits the picture: one number for a grey picture.
  static String array(Color color, Raster picture) {
    return picture.bands() < THREE
        ? Integer.toString(color.green())
        : color.red() + " " + color.green() + " " + color.blue();
  }

  private static Raster inSpace(Raster picture, String space) {
    return picture.then("colourspace").with("space", space).image();
  }
}

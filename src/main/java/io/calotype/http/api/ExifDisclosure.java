package io.calotype.http.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Selects the EXIF fields that a caller may see.
final class ExifDisclosure {
  /// The fields about the exposure and the equipment. Fields about the photographer, the subject or
  /// the place are not among them.
  private static final Pattern FOR_ALL =
      Pattern.compile(
          "Make|Model|LensMake|LensModel|Software|DateTime.*|SubSecTime.*|OffsetTime.*"
              + "|Exposure.*|FNumber|ISOSpeed.*|PhotographicSensitivity|SensitivityType"
              + "|ShutterSpeedValue|ApertureValue|MaxApertureValue|BrightnessValue|FocalLength.*"
              + "|Flash|WhiteBalance|MeteringMode|LightSource|SceneCaptureType|SceneType"
              + "|SensingMethod|CustomRendered|DigitalZoomRatio|Contrast|Saturation|Sharpness"
              + "|Orientation|ColorSpace|PixelXDimension|PixelYDimension|XResolution|YResolution"
              + "|ResolutionUnit|ExifVersion|FlashpixVersion");

  private ExifDisclosure() {}

  /// The fields that a caller may see.
  ///
  /// @param owns whether the caller owns the picture
  static Map<String, String> shown(Map<String, String> fields, boolean owns) {
    Map<String, String> shown = new TreeMap<>(fields);
    shown.keySet().removeIf(name -> !owns && !FOR_ALL.matcher(name).matches());
    return shown;
  }
}

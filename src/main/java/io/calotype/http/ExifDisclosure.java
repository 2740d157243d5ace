package io.calotype.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What of the fields of a picture is told to whom.
final class ExifDisclosure {
  /// How a picture was taken, and with what: nothing of who took it, of whom, or where.
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
  /// @param owns whether the picture is the caller's
  static Map<String, String> shown(Map<String, String> fields, boolean owns) {
    Map<String, String> shown = new TreeMap<>(fields);
    shown.keySet().removeIf(name -> !owns && !FOR_ALL.matcher(name).matches());
    return shown;
  }
}

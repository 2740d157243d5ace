package io.calotype.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What of the fields of a picture is told to whom.
final class Exif {
  /// Makers' notes may have a position in them, and a serial number names a camera.
  private static final Pattern NEVER = Pattern.compile("MakerNote|.*SerialNumber|ImageUniqueID");

  private static final Pattern POSITION = Pattern.compile("GPS.*|.*Location.*|InteroperabilityI.*");

  private Exif() {}

  /// The fields that a caller may see.
  ///
  /// @param owns whether the picture is the caller's
  static Map<String, String> shown(Map<String, String> fields, boolean owns) {
    Map<String, String> shown = new TreeMap<>(fields);
    if (!owns) {
      shown.keySet().removeIf(name -> NEVER.matcher(name).matches());
      shown.keySet().removeIf(name -> POSITION.matcher(name).matches());
    }
    return shown;
  }
}

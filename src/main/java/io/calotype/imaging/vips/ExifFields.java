package io.calotype.imaging.vips;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The EXIF fields of a picture as libvips reads them: `exif-ifd0-Model`, with a value such as
/// `iPhone 5 (iPhone 5, ASCII, 9 components, 9 bytes)`.
final class ExifFields {
  private static final Pattern NAME = Pattern.compile("exif-ifd([0-9])-(\\w+)");
  private static final Pattern EXPLAINED =
      Pattern.compile("(.*?) \\((.*), [^,]+, \\d+ components?, \\d+ bytes\\)", Pattern.DOTALL);

  /// The placeholder of libexif for an explanation that it lacks.
  private static final String NONE = "Internal error";

  private static final int GPS = 3;
  private static final int THUMBNAIL = 1;
  private static final int MAX_VALUE = 500;

  /// The limit of the renderer protocol.
  private static final int MAX_FIELDS = 400;

  private ExifFields() {}

  /// The fields, tag by name, for example `Model`. Tags of the position begin with `GPS`.
  static Map<String, String> of(Raster picture) {
    Map<String, String> fields = new TreeMap<>();
    for (String name : picture.fields()) {
      Matcher tag = NAME.matcher(name);
      if (tag.matches() && fields.size() < MAX_FIELDS) {
        add(fields, Integer.parseInt(tag.group(1)), tag.group(2), picture.field(name));
      }
    }
    return fields;
  }

  private static void add(Map<String, String> fields, int directory, String tag, String value) {
    if (directory != THUMBNAIL) {
      String name = directory == GPS && !tag.startsWith("GPS") ? "GPS" + tag : tag;
      String text = readable(value);
      fields.put(name, text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) : text);
    }
  }

  private static String readable(String value) {
    Matcher explained = EXPLAINED.matcher(value);
    if (!explained.matches()) {
      return value;
    }
    boolean known = !explained.group(2).startsWith(NONE);
    return explained.group(known ? 2 : 1);
  }
}

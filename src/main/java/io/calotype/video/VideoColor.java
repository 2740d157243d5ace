package io.calotype.video;

import io.calotype.json.JsonValue;
import java.util.Set;

/// The colour properties of a video's pixels, by ffmpeg's names; empty if the file states none.
///
/// @param pixelFormat for example `yuv420p10le`
/// @param matrix conversion from red, green and blue
/// @param transfer transfer function from pixel values to light
/// @param primaries the red, green and blue primaries
/// @param range `tv` if black is 16, `pc` if it is 0
record VideoColor(
    String pixelFormat, String matrix, String transfer, String primaries, String range) {
  private static final Set<String> HIGH_DYNAMIC_RANGE = Set.of("smpte2084", "arib-std-b67");
  private static final Set<String> UNSAID = Set.of("", "unknown", "unspecified", "reserved");

  /// Returns the properties in a stream of ffprobe's.
  static VideoColor of(JsonValue stream) {
    return new VideoColor(
        stream.at("pix_fmt").text(),
        said(stream, "color_space"),
        said(stream, "color_transfer"),
        said(stream, "color_primaries"),
        said(stream, "color_range"));
  }

  private static String said(JsonValue stream, String name) {
    String text = stream.at(name).text();
    return UNSAID.contains(text) ? "" : text;
  }

  boolean highDynamicRange() {
    return HIGH_DYNAMIC_RANGE.contains(transfer);
  }

  /// Returns whether the pixels have an alpha channel.
  boolean alpha() {
    return pixelFormat.startsWith("yuva")
        || pixelFormat.startsWith("gbrap")
        || pixelFormat.startsWith("ya")
        || pixelFormat.matches("(rgba|bgra|argb|abgr)(64.*)?");
  }
}

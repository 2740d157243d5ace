package io.calotype.video;

import java.util.Set;

/// What the numbers of a video's pixels mean, in ffmpeg's words; empty where the file does not say.
///
/// @param pixelFormat for example `yuv420p10le`
/// @param matrix how it was made of red, green and blue
/// @param transfer what a number means in light
/// @param primaries which red, green and blue
/// @param range `tv` where black is 16, `pc` where it is 0
record VideoColor(
    String pixelFormat, String matrix, String transfer, String primaries, String range) {
  private static final Set<String> HIGH_DYNAMIC_RANGE = Set.of("smpte2084", "arib-std-b67");
  private static final Set<String> UNSAID = Set.of("", "unknown", "unspecified", "reserved");

  /// Those of a stream of ffprobe's.
  static VideoColor of(ProbeJson stream) {
    return new VideoColor(
        stream.at("pix_fmt").text(),
        said(stream, "color_space"),
        said(stream, "color_transfer"),
        said(stream, "color_primaries"),
        said(stream, "color_range"));
  }

  private static String said(ProbeJson stream, String name) {
    String text = stream.at(name).text();
    return UNSAID.contains(text) ? "" : text;
  }

  boolean highDynamicRange() {
    return HIGH_DYNAMIC_RANGE.contains(transfer);
  }

  /// Whether the pixels themselves say how transparent they are.
  boolean alpha() {
    return pixelFormat.startsWith("yuva")
        || pixelFormat.startsWith("gbrap")
        || pixelFormat.startsWith("ya")
        || pixelFormat.matches("(rgba|bgra|argb|abgr)(64.*)?");
  }
}

package io.calotype.video;

import io.calotype.media.Dimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The chain of filters from a stored frame to pixels as an image has them: sRGB, square, upright.
///
/// Frames are turned last: as RGB, which every filter can turn.
final class Filters {
  private static final int HIGH_DEFINITION_LINES = 720;

  /// Image files have a colour space by default, and take what frames say of theirs for an
  /// exception from it; side data would turn the picture once more.
  private static final List<String> FORGET =
      List.of(
          "setparams=color_primaries=bt709:color_trc=iec61966-2-1:colorspace=gbr:range=pc",
          "sidedata=mode=delete");

  private Filters() {}

  /// Frames of `stream` in the pixel format `format`, `size` large as displayed; those of a high
  /// dynamic range by `toneMapped`.
  static List<String> picture(
      VideoStream stream, Dimensions size, String format, boolean toneMapped) {
    Dimensions stored = stream.orientation().across(size);
    List<String> filters = new ArrayList<>();
    filters.addAll(
        toneMapped ? toneMapping(stored, stream.colours()) : List.of(scale(stored, stream)));
    filters.add("format=" + format);
    filters.addAll(stream.orientation().filters());
    filters.addAll(FORGET);
    return filters;
  }

  private static String scale(Dimensions size, VideoStream stream) {
    String matrix = stream.colours().matrix();
    return String.format(
            Locale.ROOT,
            "scale=%d:%d:flags=bicubic+accurate_rnd+full_chroma_int",
            size.width(),
            size.height())
        + (matrix.isEmpty() ? ":in_color_matrix=" + usualMatrix(stream) : "");
  }

  /// What players take where a file does not say: that of high definition from 720 lines on.
  private static String usualMatrix(VideoStream stream) {
    return stream.coded().height() >= HIGH_DEFINITION_LINES ? "bt709" : "bt601";
  }

  /// PQ or HLG to sRGB: linear light with 1 as the white of paper, brighter light pressed together.
  private static List<String> toneMapping(Dimensions size, Colours colours) {
    return List.of(
        String.format(
                Locale.ROOT,
                "zscale=w=%d:h=%d:transfer=linear:npl=%d",
                size.width(),
                size.height(),
                203)
            + (colours.matrix().isEmpty() ? ":matrixin=bt2020nc" : "")
            + (colours.primaries().isEmpty() ? ":primariesin=bt2020" : "")
            + (colours.range().isEmpty() ? ":rangein=limited" : ""),
        "format=gbrpf32le",
        "zscale=primaries=bt709",
        "tonemap=tonemap=hable:desat=0",
        "zscale=transfer=iec61966-2-1:range=full");
  }
}

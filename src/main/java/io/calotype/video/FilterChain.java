package io.calotype.video;

import io.calotype.media.geometry.Dimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The filter chain from a stored frame to image pixels: progressive, sRGB, square, upright.
///
/// Frames are rotated last, as RGB, because every filter can rotate RGB.
///
/// @param stream the track of the frames
/// @param canToneMap whether this ffmpeg can convert a high dynamic range
/// @param deinterlacer the name of the filter; empty if this ffmpeg has none
record FilterChain(VideoStream stream, boolean canToneMap, String deinterlacer) {
  private static final int HIGH_DEFINITION_LINES = 720;

  /// Deinterlacers reject fewer lines or columns.
  private static final int MIN_INTERLACED_SIDE = 4;

  /// Formats that deinterlacers accept without a conversion, which would change progressive frames.
  private static final Pattern DEINTERLACEABLE =
      Pattern.compile("yuvj?4(?:[1-4][0-4])p(?:(?:9|10|12|14|16)le)?");

  /// Decoders of these codecs do not mark interlaced frames; only the container does.
  private static final Set<String> UNMARKED = Set.of("mjpeg", "mjpegb", "jpeg2000");

  /// Image files have a default colour space, and ffmpeg would write the frame's own as an
  /// exception. Side data would rotate the picture a second time.
  private static final List<String> FORGET =
      List.of(
          "setparams=color_primaries=bt709:color_trc=iec61966-2-1:colorspace=gbr:range=pc",
          "sidedata=mode=delete");

  /// Returns the filters for frames in the pixel format `format` and the display size `size`.
  /// `toneMapped` converts a high dynamic range.
  List<String> picture(Dimensions size, String format, boolean toneMapped) {
    return chain(List.of(), size, format, toneMapped);
  }

  /// Like [#picture], at `rate` frames per second.
  List<String> animation(int rate, Dimensions size, String format, boolean toneMapped) {
    return chain(List.of("fps=" + rate + ":eof_action=pass"), size, format, toneMapped);
  }

  private List<String> chain(
      List<String> timing, Dimensions size, String format, boolean toneMapped) {
    Dimensions stored = stream.orientation().across(size);
    List<String> filters = new ArrayList<>(deinterlacing());
    filters.addAll(timing);
    filters.addAll(toneMapped ? toneMapping(stored) : List.of(scale(stored)));
    filters.add("format=" + format);
    filters.addAll(stream.orientation().filters());
    filters.addAll(FORGET);
    return filters;
  }

  /// Interlaced frames become progressive, one for one. Frames not marked as interlaced pass
  /// unchanged: one stream may have both.
  private List<String> deinterlacing() {
    boolean stated = stream.fields() != FieldOrder.UNSTATED;
    boolean convertible = DEINTERLACEABLE.matcher(stream.colours().pixelFormat()).matches();
    Dimensions coded = stream.coded();
    boolean large = Math.min(coded.width(), coded.height()) >= MIN_INTERLACED_SIDE;
    if (deinterlacer.isEmpty() || !large || !(stated || convertible)) {
      return List.of();
    }
    boolean every = stated && UNMARKED.contains(stream.codec());
    return List.of(
        deinterlacer
            + "=mode=send_frame:parity="
            + (every ? stream.fields().parity() : "auto")
            + ":deint="
            + (every ? "all" : "interlaced"));
  }

  private String scale(Dimensions size) {
    String matrix = stream.colours().matrix();
    return String.format(
            Locale.ROOT,
            "scale=%d:%d:flags=bicubic+accurate_rnd+full_chroma_int",
            size.width(),
            size.height())
        + (matrix.isEmpty() ? ":in_color_matrix=" + usualMatrix() : "");
  }

  /// The matrix that players assume if a file states none: that of high definition from 720 lines
  /// on.
  private String usualMatrix() {
    return stream.coded().height() >= HIGH_DEFINITION_LINES ? "bt709" : "bt601";
  }

  /// PQ or HLG to sRGB: linear light in which 1 is paper white; brighter light is compressed.
  private List<String> toneMapping(Dimensions size) {
    VideoColor colours = stream.colours();
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

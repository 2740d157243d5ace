package io.calotype.video;

import io.calotype.json.JsonValue;
import io.calotype.media.geometry.Dimensions;
import java.util.Set;

/// The selected stream of a video.
///
/// @param index its number in the file
/// @param codec ffmpeg's name of the codec
/// @param coded the size of a stored frame
/// @param pixelWidth the displayed width of a pixel, relative to its height
/// @param orientation rotation of a frame for display
/// @param fields the order of the two fields of an interlaced frame, as the container states it
/// @param colours its colour properties
/// @param alphaBeside whether each frame has a second picture with its transparency (WebM's
///   `AlphaMode`)
record VideoStream(
    int index,
    String codec,
    Dimensions coded,
    double pixelWidth,
    Orientation orientation,
    FieldOrder fields,
    VideoColor colours,
    boolean alphaBeside) {
  /// Wider pixels, and narrower ones than its inverse, are header errors and count as square.
  private static final double WIDEST_PIXEL = 8;

  private static final Set<String> WITH_ALPHA_BESIDE = Set.of("vp8", "vp9");

  /// Creates the stream from one of ffprobe's that has a size.
  static VideoStream of(JsonValue stream) {
    String codec = stream.at("codec_name").text();
    boolean alpha = !stream.at("tags").at("alpha_mode").text().isEmpty();
    return new VideoStream(
        ProbeNumbers.count(stream.at("index")),
        codec,
        new Dimensions(
            ProbeNumbers.count(stream.at("width")), ProbeNumbers.count(stream.at("height"))),
        pixelWidth(stream.at("sample_aspect_ratio").text()),
        orientation(stream),
        FieldOrder.of(stream.at("field_order").text()),
        VideoColor.of(stream),
        alpha && WITH_ALPHA_BESIDE.contains(codec));
  }

  private static double pixelWidth(String ratio) {
    String[] parts = ratio.split(":", 2);
    double width = ProbeNumbers.amount(parts[0]) / ProbeNumbers.amount(parts[parts.length - 1]);
    return width >= 1 / WIDEST_PIXEL && width <= WIDEST_PIXEL ? width : 1;
  }

  private static Orientation orientation(JsonValue stream) {
    return stream.at("side_data_list").items().stream()
        .map(data -> data.at("displaymatrix").text())
        .filter(matrix -> !matrix.isEmpty())
        .findFirst()
        .map(Orientation::of)
        .orElse(Orientation.AS_STORED);
  }

  /// Returns the size of a frame with square pixels, before rotation. One side grows and none
  /// shrinks, as in browsers.
  Dimensions square() {
    return pixelWidth >= 1
        ? new Dimensions(stretched(coded.width(), pixelWidth), coded.height())
        : new Dimensions(coded.width(), stretched(coded.height(), 1 / pixelWidth));
  }

  private static int stretched(int length, double by) {
    return (int) Math.max(1, Math.round(length * by));
  }

  /// Returns the size as displayed.
  Dimensions size() {
    return orientation.across(square());
  }

  boolean alpha() {
    return alphaBeside || colours.alpha();
  }
}

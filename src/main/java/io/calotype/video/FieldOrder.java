package io.calotype.video;

/// The order in which the two fields of an interlaced frame are shown, as a container states it.
enum FieldOrder {
  /// The frames are not interlaced, or each frame states its own order.
  UNSTATED("auto"),
  TOP_FIRST("tff"),
  BOTTOM_FIRST("bff");

  private final String parity;

  FieldOrder(String parity) {
    this.parity = parity;
  }

  /// The order by ffprobe's name of it: the second letter is the field that is shown first.
  static FieldOrder of(String order) {
    return switch (order) {
      case "tt", "bt" -> TOP_FIRST;
      case "bb", "tb" -> BOTTOM_FIRST;
      default -> UNSTATED;
    };
  }

  /// The option `parity` of ffmpeg's deinterlacers.
  String parity() {
    return parity;
  }
}

package io.calotype.video;

/// The display order of the two fields of an interlaced frame, as the container states it.
enum FieldOrder {
  /// The frames are not interlaced, or each frame states its own order.
  UNSTATED("auto"),
  TOP_FIRST("tff"),
  BOTTOM_FIRST("bff");

  private final String parity;

  FieldOrder(String parity) {
    this.parity = parity;
  }

  /// Parses ffprobe's name of the order: the second letter is the field displayed first.
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

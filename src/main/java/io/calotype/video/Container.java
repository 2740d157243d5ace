package io.calotype.video;

import io.calotype.media.MediaType;

/// The supported containers; each is opened with its own demuxer only.
public enum Container {
  /// MP4, QuickTime, 3GP.
  MP4("mov"),
  /// WebM, MKV.
  MATROSKA("matroska"),
  /// AVI.
  AVI("avi");

  private final String demuxer;

  Container(String demuxer) {
    this.demuxer = demuxer;
  }

  /// Returns the container of videos of that type.
  public static Container of(MediaType video) {
    return switch (video) {
      case WEBM, MATROSKA -> MATROSKA;
      case AVI -> Container.AVI;
      default -> MP4;
    };
  }

  /// ffmpeg's name of the demuxer.
  String demuxer() {
    return demuxer;
  }
}

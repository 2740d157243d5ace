package io.calotype.video;

import io.calotype.media.MediaType;

/// The containers that are read; each is opened with its own demuxer and no other.
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

  /// The container of videos of that type.
  public static Container of(MediaType video) {
    return switch (video) {
      case WEBM, MATROSKA -> MATROSKA;
      case AVI -> Container.AVI;
      default -> MP4;
    };
  }

  /// What ffmpeg calls it.
  String demuxer() {
    return demuxer;
  }
}

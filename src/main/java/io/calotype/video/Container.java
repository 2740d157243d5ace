package io.calotype.video;

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

  /// What ffmpeg calls it.
  String demuxer() {
    return demuxer;
  }
}

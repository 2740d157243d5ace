package io.calotype.video;

/// A kind of optional component of an ffmpeg build.
public enum Capability {
  /// Reads a codec.
  DECODER("-decoders"),
  /// Writes a codec.
  ENCODER("-encoders"),
  /// Changes frames.
  FILTER("-filters");

  private final String option;

  Capability(String option) {
    this.option = option;
  }

  /// The option by which ffmpeg lists all components of this kind.
  String option() {
    return option;
  }
}

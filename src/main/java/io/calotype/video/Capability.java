package io.calotype.video;

/// What one build of ffmpeg has and another has not.
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

  /// The option by which ffmpeg lists all that it has.
  String option() {
    return option;
  }
}

package io.calotype.originals;

/// The result of reading all bytes of an original or a master.
public enum OriginalCondition {
  /// The bytes match the recorded length and digest.
  WHOLE,
  /// The bytes do not match.
  DAMAGED,
  /// There is no blob.
  LOST
}

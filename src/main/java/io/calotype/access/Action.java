package io.calotype.access;

/// What a caller wants to do.
public enum Action {
  /// Store a new media.
  UPLOAD,
  /// List records.
  LIST,
  /// Read a record.
  READ,
  /// Get an original or a rendition.
  VIEW,
  /// Have what could not be rendered tried again.
  RETRY,
  /// Delete media.
  DELETE,
  /// Clear caches, and what else concerns everybody's media.
  ADMINISTER,
  /// Read metrics and other facts about the program.
  OPERATE
}

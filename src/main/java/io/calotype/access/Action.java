package io.calotype.access;

/// What a caller wants to do.
public enum Action {
  /// Store a new media.
  UPLOAD,
  /// List records.
  LIST,
  /// Read a record.
  READ,
  /// Get a rendition.
  VIEW,
  /// Get an original.
  DOWNLOAD,
  /// Make tokens that open media to others.
  SIGN,
  /// Have what could not be rendered tried again.
  RETRY,
  /// Delete media.
  DELETE,
  /// Clear caches, and what else concerns everybody's media.
  ADMINISTER,
  /// Read statistics.
  OPERATE,
  /// Read metrics.
  SCRAPE;

  /// Whether it delivers bytes of a media.
  public boolean delivers() {
    return this == VIEW || this == DOWNLOAD;
  }
}

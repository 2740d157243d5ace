package io.calotype.access;

/// An operation that a caller may request.
public enum Action {
  /// Stores a new media.
  UPLOAD,
  /// Issues tickets with which others upload.
  INVITE,
  /// Lists records.
  LIST,
  /// Reads a record.
  READ,
  /// Downloads a rendition.
  VIEW,
  /// Downloads an original.
  DOWNLOAD,
  /// Issues tokens that give others access to media.
  SIGN,
  /// Schedules failed renders for another attempt.
  RETRY,
  /// Changes the labels or the expiry of media.
  CHANGE,
  /// Deletes media.
  DELETE,
  /// Clears caches, and other operations that affect the media of all owners.
  ADMINISTER,
  /// Reads statistics.
  OPERATE,
  /// Reads metrics.
  SCRAPE;

  /// Whether the action delivers the bytes of a media.
  public boolean delivers() {
    return this == VIEW || this == DOWNLOAD;
  }
}

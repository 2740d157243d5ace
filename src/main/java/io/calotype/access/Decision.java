package io.calotype.access;

/// The gate's decision about an action.
public enum Decision {
  /// The caller may perform the action.
  ALLOWED,
  /// Credentials are missing or invalid.
  UNAUTHORIZED,
  /// The credentials are valid, but do not permit the action.
  FORBIDDEN,
  /// The caller must not learn that the media exists.
  HIDDEN
}

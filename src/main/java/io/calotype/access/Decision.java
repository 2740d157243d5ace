package io.calotype.access;

/// What the gate says.
public enum Decision {
  /// Go on.
  ALLOWED,
  /// Say who you are.
  UNAUTHORIZED,
  /// We know who you are, and you may not.
  FORBIDDEN,
  /// You may not even know that it exists.
  HIDDEN
}

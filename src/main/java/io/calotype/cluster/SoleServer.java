package io.calotype.cluster;

import org.jspecify.annotations.Nullable;

/// The right of this server to be the only one on its data set.
@FunctionalInterface
public interface SoleServer {
  /// For a data set that permits several servers, or that a lock on a local file protects.
  SoleServer UNLIMITED = () -> null;

  /// Returns the reason in one line why this server must end: another one works on the data set.
  /// Null while it may go on.
  @Nullable String refusal();
}

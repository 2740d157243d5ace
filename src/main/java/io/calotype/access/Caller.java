package io.calotype.access;

/// Who asks.
public sealed interface Caller {
  /// Somebody on this machine: the only callers there are while the server binds to loopback.
  record Local() implements Caller {}
}

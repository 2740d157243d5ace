package io.calotype.http;

/// Which routes a port has.
enum ListenerKind {
  /// Everything: the only port there is.
  ONLY,
  /// Everything but health and metrics, which have a port of their own.
  MAIN,
  /// Health and metrics, for everybody who reaches the port.
  ADMIN
}

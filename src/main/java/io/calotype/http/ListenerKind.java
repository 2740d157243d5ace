package io.calotype.http;

/// The routes of a port.
enum ListenerKind {
  /// All routes, on a server with a single port.
  ONLY,
  /// All routes but health and metrics, which have a separate port.
  MAIN,
  /// Health and metrics, for every client that reaches the port.
  ADMIN
}

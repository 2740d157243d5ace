package io.calotype.http.semantics;

/// The shared caches in front of the server.
///
/// @param purged whether the server purges them after each change, so that they may keep answers
///   for a year; otherwise they revalidate every hour
/// @param bunny whether one of them reads tags from `CDN-Tag`
public record SharedCaches(boolean purged, boolean bunny) {
  /// Caches that the server does not purge.
  public static final SharedCaches UNKNOWN = new SharedCaches(false, false);
}

package io.calotype.http.routing;

import io.calotype.access.Action;

/// The access requirement of a route.
public sealed interface AccessRule {
  /// Everyone is answered. Credentials are not looked at.
  record Open() implements AccessRule {}

  /// Valid credentials of any role.
  record Identified() implements AccessRule {}

  /// The right to `action`, before any media is looked up. If the path names a media, the right to
  /// `action` on that media too.
  record Permitted(Action action) implements AccessRule {}

  /// The right to `action` on the media that the path names. Public media may need no credentials.
  record PermittedOnMedia(Action action) implements AccessRule {}
}

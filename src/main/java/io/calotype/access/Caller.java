package io.calotype.access;

import io.calotype.media.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who asks.
public sealed interface Caller {
  /// Somebody on this machine, where no key is configured: then the server binds to loopback only.
  record Local() implements Caller {}

  /// Somebody who shows nothing.
  record Anonymous() implements Caller {}

  /// Somebody who shows credentials, and none that is valid.
  record Rejected() implements Caller {}

  /// The holder of a URL that somebody with a signing key has signed: a viewer for exactly that
  /// URL.
  record Signed() implements Caller {}

  /// Whether it sees all media there are, so that an absent id is absent and not hidden.
  default boolean seesAll() {
    return switch (this) {
      case Local _ -> true;
      case Known known -> known.role() == Role.VIEWER || known.role() == Role.ADMIN;
      case Anonymous _, Rejected _, Signed _ -> false;
    };
  }

  /// The holder of an API key or a token.
  ///
  /// @param role what it may do
  /// @param owner what its media are marked with
  /// @param expires when the token expires; null for an API key
  record Known(Role role, Owner owner, @Nullable Instant expires) implements Caller {}

  /// What media that it uploads are marked with; null where it is nobody in particular.
  default @Nullable Owner owner() {
    return this instanceof Known(Role _, Owner owner, _) ? owner : null;
  }

  /// Whose private media are all that a list shows it beside the public ones; null where it sees
  /// everybody's.
  default @Nullable Owner reader() {
    return this instanceof Known(Role role, Owner owner, _) && role == Role.EDITOR ? owner : null;
  }
}

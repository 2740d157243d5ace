package io.calotype.access;

import io.calotype.media.Owner;
import io.calotype.tickets.Ticket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The authenticated sender of a request.
public sealed interface Caller {
  /// A caller on a server without configured keys. Such a server binds to loopback only.
  record Local() implements Caller {}

  /// A caller without credentials.
  record Anonymous() implements Caller {}

  /// A caller with credentials of which none is valid.
  record Rejected() implements Caller {}

  /// A caller with a signed URL, which gives the rights of a viewer for exactly that URL.
  record Signed() implements Caller {}

  /// A caller with a ticket, which gives the right to upload. It may have expired: an upload that
  /// began in time may be continued.
  record Ticketed(Ticket ticket) implements Caller {}

  /// Whether the caller may see all media. Only then an absent id is reported as absent instead of
  /// hidden.
  default boolean seesAll() {
    return switch (this) {
      case Local _ -> true;
      case Known known -> known.role() == Role.VIEWER || known.role() == Role.ADMIN;
      case Anonymous _, Rejected _, Signed _, Ticketed _ -> false;
    };
  }

  /// The holder of an API key or a token.
  ///
  /// @param role the rights of the holder
  /// @param owner recorded as the owner of uploaded media
  /// @param expires when the token expires; null for an API key
  record Known(Role role, Owner owner, @Nullable Instant expires) implements Caller {}

  /// The owner recorded for media that the caller uploads; null if the caller has no name.
  default @Nullable Owner owner() {
    return switch (this) {
      case Known known -> known.owner();
      case Ticketed(Ticket ticket) -> ticket.owner();
      case Local _, Anonymous _, Rejected _, Signed _ -> null;
    };
  }

  /// The owner whose private media a list contains beside the public ones; null if the caller sees
  /// the private media of all owners.
  default @Nullable Owner reader() {
    return this instanceof Known(Role role, Owner owner, _) && role == Role.EDITOR ? owner : null;
  }
}

package io.calotype.upload;

import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;

/// The key of the limits of a caller's uploads.
///
/// @param text identifies the caller
/// @param ticketed whether the caller holds a ticket: all of these together leave half of the
///   limits to others
public record CallerKey(String text, boolean ticketed) {
  /// The key of the holder of `ticket`.
  public static CallerKey of(Ticket ticket) {
    return of(ticket.id());
  }

  /// The key of the holder of the ticket with that id.
  static CallerKey of(TicketId ticket) {
    return new CallerKey("ticket " + ticket, true);
  }
}

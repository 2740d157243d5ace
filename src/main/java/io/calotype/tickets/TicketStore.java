package io.calotype.tickets;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.util.Optional;

/// Stores tickets and their uses. All nodes of a data set share them.
///
/// A use belongs to the bytes of one file, however often they are sent: a client that has missed an
/// answer sends them again.
///
/// Errors of every method: those of the database, such as `Unavailable` and `StorageFull`.
public interface TicketStore {
  /// A use of a ticket.
  ///
  /// @param media the media of the file
  /// @param stored whether the media was stored; false for an upload in progress, and after a crash
  record Use(MediaId media, boolean stored) {}

  /// Stores a new ticket.
  void add(Ticket ticket);

  /// Returns a ticket; empty if there is none, or [Ticket#kept] is over.
  Optional<Ticket> find(TicketId id);

  /// Returns the use of `ticket` for a file with the digest `bytes`. The first one is for the media
  /// `id`. Returns empty if the ticket is used up, or stored no more.
  Optional<Use> use(Ticket ticket, Sha256 bytes, MediaId id);

  /// Records that the media of a use was stored.
  void stored(Ticket ticket, Sha256 bytes);

  /// Undoes a use whose media was not stored.
  void release(Ticket ticket, Sha256 bytes);
}

package io.calotype.tickets;

import io.calotype.media.Incarnation;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.time.Duration;
import java.util.Optional;

/// Stores tickets and their uses. All nodes of a data set share them.
///
/// A use belongs to the bytes of one file, however often they are sent: a client that has missed an
/// answer sends them again. While the file is not stored, each attempt at it holds the use, and the
/// last one that fails releases it. An attempt that a crash has ended holds it until its time is
/// over.
///
/// Errors of every method: those of the database, such as `Unavailable` and `StorageFull`.
public interface TicketStore {
  /// The answer to a request for a use.
  sealed interface Use {
    /// The file may be stored.
    ///
    /// @param media the id that it gets
    /// @param attempts the attempts that hold the use, with this one
    record Held(MediaId media, int attempts) implements Use {}

    /// The file was stored before.
    ///
    /// @param incarnation that of the original
    record Stored(MediaId media, String incarnation) implements Use {}

    /// All uses are held, and may be released: it is too early for another file.
    record Busy() implements Use {}

    /// All uses are stored, or the ticket is unknown.
    record UsedUp() implements Use {}
  }

  /// Stores a new ticket.
  void add(Ticket ticket);

  /// Returns a ticket; empty if there is none, or the time of [Ticket#kept] is over.
  Optional<Ticket> find(TicketId id);

  /// Whether all uses of `ticket` are stored.
  boolean usedUp(Ticket ticket);

  /// Holds a use of `ticket` for a file with the digest `bytes`. The first attempt is for the media
  /// `id`.
  ///
  /// @param time how long the use is held at most
  Use hold(Ticket ticket, Sha256 bytes, MediaId id, Duration time);

  /// Records that the file of a use was stored as `media`.
  void stored(Ticket ticket, Sha256 bytes, Media media);

  /// Ends an attempt whose file was not stored.
  void release(Ticket ticket, Sha256 bytes);

  /// The text of the incarnation of `media`; `-` for one that was stored before there were any.
  static String incarnation(Media media) {
    Incarnation incarnation = media.original().incarnation();
    return incarnation == null ? "-" : incarnation.text();
  }
}

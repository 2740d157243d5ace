package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Sha256;
import io.calotype.originals.StagedFile;
import io.calotype.store.MediaStore;
import io.calotype.store.Uploaded;
import io.calotype.telemetry.EventLog;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketStore;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Uploads with a ticket: permits those that the ticket names, and counts them.
///
/// An upload uses its ticket once its bytes have arrived, before they are stored. The same bytes
/// use it once: a repeated upload has the media of the first. A crash in between keeps the use for
/// these bytes.
public final class TicketedUploads {
  private static final String FILE_NAME = "filename";

  private final TicketStore tickets;
  private final MediaStore store;
  private final Clock clock;

  /// Counts the uses of tickets in `tickets`. `clock` decides when a ticket has expired.
  public TicketedUploads(TicketStore tickets, MediaStore store, Clock clock) {
    this.tickets = tickets;
    this.store = store;
    this.clock = clock;
  }

  /// Checks that an upload may begin.
  ///
  /// Errors: `TicketRefused`.
  public void requireOpen(Ticket ticket) {
    if (!ticket.open(clock.instant())) {
      throw refused("the ticket has expired");
    }
  }

  /// Checks that `options`, those of an upload by name, are permitted, and returns them with those
  /// of the ticket. A file name is always permitted.
  ///
  /// Errors: `TicketRefused` that names an option; `BadRequest` for an invalid one.
  public static Map<String, String> options(Ticket ticket, Map<String, String> options) {
    UploadOptions requested = parsed(options);
    UploadOptions granted = parsed(ticket.options());
    requirePermitted("id", requested.id(), granted.id());
    requirePermitted("group", requested.group(), granted.group());
    requirePermitted("visibility", requested.visibility(), granted.visibility());
    requirePermitted("ttl", requested.ttl(), granted.ttl());
    for (String name : options.keySet()) {
      if (!ticket.options().containsKey(name) && !name.equals(FILE_NAME)) {
        throw otherOption(OptionParsers.printable(name));
      }
    }
    Map<String, String> all = new TreeMap<>(ticket.options());
    String fileName = options.get(FILE_NAME);
    if (fileName != null) {
      all.put(FILE_NAME, fileName);
    }
    return all;
  }

  private static UploadOptions parsed(Map<String, String> options) {
    UploadOptions.Builder builder = new UploadOptions.Builder();
    options.forEach(builder::set);
    return builder.build();
  }

  private static void requirePermitted(
      String name, @Nullable Object requested, @Nullable Object granted) {
    if (requested != null && !Objects.equals(requested, granted)) {
      throw otherOption(name);
    }
  }

  private static MediaException otherOption(String name) {
    return refused("the ticket does not permit this value of the option " + name);
  }

  /// Stores `staged` by `storing`, which receives the id of the media, and counts the use of
  /// `ticket`. Takes ownership of `staged` in every case, as `storing` does.
  ///
  /// Errors: `TicketRefused`; those of `storing`, which leave the ticket as it was; `MediaExists`
  /// for a media of another owner that the holder may not see.
  ///
  /// @param id the chosen id; null if the server assigns one
  public Uploaded store(
      Ticket ticket, StagedFile staged, @Nullable MediaId id, Function<MediaId, Uploaded> storing) {
    TicketStore.Use use = used(ticket, staged, id);
    return use.stored() ? repeated(staged, use.media()) : stored(ticket, staged, use, storing);
  }

  private TicketStore.Use used(Ticket ticket, StagedFile staged, @Nullable MediaId id) {
    try {
      requirePermitted(ticket, staged);
      MediaId own = id == null ? MediaId.newAt(clock.instant()) : id;
      return tickets.use(ticket, staged.digest(), own).orElseThrow(TicketedUploads::usedUp);
    } catch (RuntimeException refused) {
      staged.close();
      throw refused;
    }
  }

  /// An unknown type is refused later, with the right problem.
  private static void requirePermitted(Ticket ticket, StagedFile staged) {
    Optional<MediaType> type = Sniffer.sniff(staged);
    if (type.isPresent() && !ticket.allowance().permits(type.get())) {
      throw refused("the ticket does not permit files of the type " + type.get().contentType());
    }
    requireLength(ticket, staged.bytes());
  }

  /// Checks the length of a file, in bytes.
  ///
  /// Errors: `TicketRefused`.
  public static void requireLength(Ticket ticket, long bytes) {
    if (bytes > ticket.allowance().bytes()) {
      throw new MediaException(tooLong(ticket.allowance().bytes()));
    }
  }

  /// The failure for a file longer than `maxBytes`, the limit of a ticket.
  public static Failure tooLong(long maxBytes) {
    return new Failure.TicketRefused(
        "the file is longer than the " + maxBytes + " bytes that the ticket permits");
  }

  /// A media that was deleted since is not stored again.
  private Uploaded repeated(StagedFile staged, MediaId id) {
    try (staged) {
      return store
          .existing(id, staged, clock.instant())
          .map(media -> new Uploaded(media, false))
          .orElseThrow(TicketedUploads::usedUp);
    }
  }

  private Uploaded stored(
      Ticket ticket, StagedFile staged, TicketStore.Use use, Function<MediaId, Uploaded> storing) {
    Sha256 bytes = staged.digest();
    Uploaded uploaded;
    try {
      uploaded = storing.apply(use.media());
      requireVisible(ticket, uploaded);
    } catch (RuntimeException failed) {
      tidy("release", () -> tickets.release(ticket, bytes));
      throw failed;
    }
    tidy("stored", () -> tickets.stored(ticket, bytes));
    return uploaded;
  }

  private static void requireVisible(Ticket ticket, Uploaded uploaded) {
    Media media = uploaded.media();
    if (!media.open() && !Objects.equals(media.owner(), ticket.owner())) {
      throw new MediaException(new Failure.MediaExists(media.id()));
    }
  }

  /// A failure only leaves a use that the same bytes can repeat: the upload has its result already.
  private static void tidy(String step, Runnable work) {
    try {
      work.run();
    } catch (MediaException failed) {
      String reason = failed.failure().getClass().getSimpleName();
      EventLog.warn("ticket.left", "step", step, "reason", reason);
    }
  }

  private static MediaException usedUp() {
    return refused("the ticket is used up");
  }

  private static MediaException refused(String detail) {
    return new MediaException(new Failure.TicketRefused(detail));
  }
}

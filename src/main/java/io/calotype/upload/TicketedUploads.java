package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Sha256;
import io.calotype.originals.DirectUploadStore.Expected;
import io.calotype.originals.StagedFile;
import io.calotype.store.MediaStore;
import io.calotype.store.Uploaded;
import io.calotype.telemetry.EventLog;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketStore;
import io.calotype.upload.filetype.Sniffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Uploads with a ticket: permits those that the ticket names, and counts them.
///
/// An upload holds a use of its ticket from the arrival of its bytes until they are stored or
/// refused. The same bytes use it once: a repeated upload has the media of the first. An attempt
/// that a crash has ended holds its use for [#ATTEMPT].
public final class TicketedUploads {
  /// How long an attempt holds a use at most. Decoding and storing a file takes less.
  private static final Duration ATTEMPT = Duration.ofHours(1);

  /// How often the same bytes may be announced for a direct upload: the store takes them each time.
  private static final int ANNOUNCEMENTS = 3;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
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

  /// Checks that an upload in several requests may begin: unlike another one it cannot be that of
  /// bytes that were stored before.
  ///
  /// Errors: those of [#requireOpen].
  public void requireUnused(Ticket ticket) {
    requireOpen(ticket);
    if (tickets.usedUp(ticket)) {
      throw usedUp();
    }
  }

  /// Holds a use for bytes that are announced, for as long as they may take.
  ///
  /// Errors: `TicketRefused`, `TicketBusy`.
  public void announce(Ticket ticket, Expected expected, Duration time) {
    MediaType declared = declared(expected.type());
    if (declared != null) {
      requireType(ticket, declared);
    }
    Sha256 digest = expected.digest();
    if (digest == null) {
      throw refused("with a ticket, a direct upload needs the member sha256");
    }
    switch (tickets.hold(ticket, digest, MediaId.newAt(clock.instant()), time)) {
      case TicketStore.Use.Held(MediaId _, int attempts) when attempts > ANNOUNCEMENTS -> {
        abandon(ticket, expected);
        throw busy(time);
      }
      case TicketStore.Use.Held _ -> {}
      case TicketStore.Use.Busy() -> throw busy(RETRY_AFTER);
      case TicketStore.Use.Stored _, TicketStore.Use.UsedUp _ -> throw usedUp();
    }
  }

  /// Ends the hold of an announcement that failed, or whose bytes were refused.
  public void abandon(Ticket ticket, Expected expected) {
    Sha256 digest = expected.digest();
    if (digest != null) {
      tidy("release", () -> tickets.release(ticket, digest));
    }
  }

  private static @Nullable MediaType declared(@Nullable String type) {
    return Arrays.stream(MediaType.values())
        .filter(known -> known.contentType().equals(type))
        .findAny()
        .orElse(null);
  }

  /// Checks that `options`, those of an upload by name, are permitted, and returns them with those
  /// of the ticket. A file name is always permitted.
  ///
  /// Errors: `TicketRefused` that names an option; `BadRequest` for an invalid one.
  public static Map<String, String> options(Ticket ticket, Map<String, String> options) {
    UploadOptions requested = UploadOptions.of(options);
    UploadOptions granted = UploadOptions.of(ticket.options());
    requireEqual("id", requested.id(), granted.id());
    requireEqual("group", requested.group(), granted.group());
    requireEqual("visibility", requested.visibility(), granted.visibility());
    requireEqual("ttl", requested.ttl(), granted.ttl());
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

  private static void requireEqual(
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
  /// Errors: `TicketRefused`, `TicketBusy`; those of `storing`, which leave the ticket as it was.
  ///
  /// @param id the chosen id; null if the server assigns one
  public Uploaded store(
      Ticket ticket, StagedFile staged, @Nullable MediaId id, Function<MediaId, Uploaded> storing) {
    return switch (use(ticket, staged, id)) {
      case TicketStore.Use.Stored use -> repeated(staged, use);
      case TicketStore.Use.Held(MediaId media, int _) -> stored(ticket, staged, media, storing);
      case TicketStore.Use.Busy() -> throw refused(staged, busy(RETRY_AFTER));
      case TicketStore.Use.UsedUp() -> throw refused(staged, usedUp());
    };
  }

  private static MediaException refused(StagedFile staged, MediaException refusal) {
    staged.close();
    return refusal;
  }

  private TicketStore.Use use(Ticket ticket, StagedFile staged, @Nullable MediaId id) {
    try {
      requirePermitted(ticket, staged);
      MediaId own = id == null ? MediaId.newAt(clock.instant()) : id;
      return tickets.hold(ticket, staged.digest(), own, ATTEMPT);
    } catch (RuntimeException refused) {
      staged.close();
      throw refused;
    }
  }

  /// An unknown type is refused later, with the right problem.
  private static void requirePermitted(Ticket ticket, StagedFile staged) {
    Sniffer.sniff(staged).ifPresent(type -> requireType(ticket, type));
    if (staged.bytes() > ticket.allowance().bytes()) {
      throw new MediaException(tooLong(ticket.allowance().bytes()));
    }
  }

  private static void requireType(Ticket ticket, MediaType type) {
    if (!ticket.allowance().types().contains(type)) {
      throw refused("the ticket does not permit files of the type " + type.contentType());
    }
  }

  /// The failure for a file longer than `maxBytes`, the limit of a ticket.
  static Failure tooLong(long maxBytes) {
    return new Failure.TicketRefused(
        "the file is longer than the " + maxBytes + " bytes that the ticket permits");
  }

  /// A media that was deleted since is not stored again, nor is a later one shown.
  private Uploaded repeated(StagedFile staged, TicketStore.Use.Stored use) {
    try (staged) {
      return store
          .existing(use.media(), staged, clock.instant())
          .filter(media -> TicketStore.incarnation(media).equals(use.incarnation()))
          .map(media -> new Uploaded(media, false))
          .orElseThrow(TicketedUploads::usedUp);
    }
  }

  private Uploaded stored(
      Ticket ticket, StagedFile staged, MediaId id, Function<MediaId, Uploaded> storing) {
    Sha256 bytes = staged.digest();
    Uploaded uploaded;
    try {
      uploaded = storing.apply(id);
    } catch (RuntimeException failed) {
      tidy("release", () -> tickets.release(ticket, bytes));
      throw failed;
    }
    tidy("stored", () -> tickets.stored(ticket, bytes, uploaded.media()));
    return uploaded;
  }

  /// A failure only leaves a use that is held: the upload has its result already.
  private static void tidy(String step, Runnable work) {
    try {
      work.run();
    } catch (MediaException failed) {
      String reason = failed.failure().getClass().getSimpleName();
      EventLog.warn("ticket.left", "step", step, "reason", reason);
    }
  }

  private static MediaException busy(Duration retryAfter) {
    return new MediaException(new Failure.TicketBusy(retryAfter));
  }

  private static MediaException usedUp() {
    return refused("the ticket is used up");
  }

  private static MediaException refused(String detail) {
    return new MediaException(new Failure.TicketRefused(detail));
  }
}

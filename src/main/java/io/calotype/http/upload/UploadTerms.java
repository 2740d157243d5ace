package io.calotype.http.upload;

import io.calotype.access.Caller;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.RequestAccess;
import io.calotype.media.MediaId;
import io.calotype.originals.DirectUploadStore.Expected;
import io.calotype.originals.StagedFile;
import io.calotype.store.Uploaded;
import io.calotype.tickets.Ticket;
import io.calotype.upload.DirectUploads;
import io.calotype.upload.TicketedUploads;
import io.calotype.upload.UploadBound;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.UploadOptions;
import io.calotype.upload.Uploader;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The terms on which a caller uploads: those of the server, and those of the caller's ticket.
///
/// Each upload route asks for the options at its beginning, for the bound of the bytes, and stores
/// by [#store].
public final class UploadTerms {
  private static final String TICKET = RequestAccess.TICKET;

  private final TicketedUploads tickets;
  private final UploadLimits limits;

  public UploadTerms(TicketedUploads tickets, UploadLimits limits) {
    this.tickets = tickets;
    this.limits = limits;
  }

  private static @Nullable Ticket ticket(HttpExchange exchange) {
    return exchange.caller() instanceof Caller.Ticketed(Ticket ticket) ? ticket : null;
  }

  /// Calls `then` if the caller may upload. The URL must have no options but credentials.
  static void admit(HttpExchange exchange, Runnable then) {
    exchange.parameters().require(exchange.access().parameters());
    exchange.identified(() -> {
      exchange.require();
      then.run();
    });
  }

  /// The options in the URL of an upload in one request, which may begin.
  ///
  /// Errors: `BadRequest`, `TicketRefused`.
  ///
  /// @param id the id in the path; null if it has none
  UploadOptions.Builder optionsOfUrl(HttpExchange exchange, @Nullable MediaId id) {
    UploadOptions.Builder options = new UploadOptions.Builder();
    if (id != null) {
      options.set("id", id.value());
    }
    for (Map.Entry<String, String> option : exchange.parameters().entries()) {
      if (!option.getKey().equals(TICKET)) {
        options.set(option.getKey(), option.getValue());
      }
    }
    Ticket ticket = ticket(exchange);
    if (ticket != null) {
      tickets.requireOpen(ticket);
      options.requirePermitted(ticket);
    }
    return options;
  }

  /// The options of an upload whose body has been read: those of the ticket, if there is one.
  ///
  /// Errors: `TicketRefused`.
  static UploadOptions.Builder granted(HttpExchange exchange, UploadOptions.Builder options) {
    Ticket ticket = ticket(exchange);
    return ticket == null ? options : options.granted(ticket);
  }

  /// The options of an upload in several requests: `options`, with those of the ticket.
  ///
  /// Errors: `TicketRefused`; `BadRequest` for an invalid option.
  static Map<String, String> granted(HttpExchange exchange, Map<String, String> options) {
    Ticket ticket = ticket(exchange);
    return ticket == null ? options : TicketedUploads.options(ticket, options);
  }

  /// Checks that an upload in several requests may begin. Blocks.
  ///
  /// Errors: `TicketRefused`.
  void requireUnused(HttpExchange exchange) {
    Ticket ticket = ticket(exchange);
    if (ticket != null) {
      tickets.requireUnused(ticket);
    }
  }

  /// Checks that the announced bytes of a direct upload are permitted. Blocks.
  ///
  /// Errors: `TicketRefused`, `TicketBusy`.
  void announce(HttpExchange exchange, Expected expected) {
    Ticket ticket = ticket(exchange);
    if (ticket != null) {
      tickets.requireOpen(ticket);
      tickets.announce(ticket, expected, DirectUploads.LIFE);
    }
  }

  /// Ends the hold of an announcement that failed, or whose bytes were refused. Blocks.
  void abandon(HttpExchange exchange, Expected expected) {
    Ticket ticket = ticket(exchange);
    if (ticket != null) {
      tickets.abandon(ticket, expected);
    }
  }

  /// The maximum length of the caller's uploads.
  UploadBound bound(HttpExchange exchange) {
    return new UploadBound(limits, uploader(exchange).ticketBytes());
  }

  /// The caller of an upload that takes several requests.
  static Uploader uploader(HttpExchange exchange) {
    Ticket ticket = ticket(exchange);
    return ticket == null ? Uploader.of(exchange.caller().owner()) : Uploader.of(ticket);
  }

  /// Stores `staged` by `storing`, which receives the options with the id of the media. Takes
  /// ownership of `staged` in every case, as `storing` does.
  ///
  /// Errors: those of `storing` and of [TicketedUploads#store].
  Uploaded store(
      HttpExchange exchange,
      StagedFile staged,
      UploadOptions requested,
      Function<UploadOptions, Uploaded> storing) {
    Ticket ticket = ticket(exchange);
    return ticket == null
        ? storing.apply(requested)
        : tickets.store(ticket, staged, requested.id(), id -> storing.apply(requested.withId(id)));
  }

  /// Returns `url` with the ticket in its query, if the request has it there: a client follows the
  /// link as it is.
  static String link(HttpExchange exchange, String url) {
    String ticket = exchange.parameters().get(TICKET); // of the form of a ticket: it was found
    return ticket == null ? url : url + "?" + TICKET + "=" + ticket;
  }
}

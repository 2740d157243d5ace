package io.calotype.tickets;

import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A permission to upload a number of files without other credentials.
///
/// @param id identifies it; the text of the ticket is not stored
/// @param owner the owner of the uploaded media; null if its issuer has no name
/// @param allowance the files that it permits
/// @param options the options of each upload by name; no other options are permitted
/// @param expires the time from which on no upload may begin
public record Ticket(
    TicketId id,
    @Nullable Owner owner,
    Allowance allowance,
    Map<String, String> options,
    Instant expires) {
  /// How long an upload that began in time may be continued after the ticket has expired.
  public static final Duration CONTINUED = Duration.ofDays(1);

  /// The files that a ticket permits.
  ///
  /// @param bytes the maximum length of each
  /// @param types their types
  /// @param count their number
  public record Allowance(long bytes, Set<MediaType> types, int count) {
    public Allowance {
      types = Set.copyOf(types);
      if (bytes < 1 || types.isEmpty() || count < 1) {
        throw new IllegalArgumentException("a ticket that permits no file");
      }
    }
  }

  public Ticket {
    options = Map.copyOf(options);
    if (allowance.count > 1 && options.containsKey("id")) {
      throw new IllegalArgumentException("a ticket for several files with one id");
    }
  }

  /// Whether an upload may begin at `now`.
  public boolean open(Instant now) {
    return now.isBefore(expires);
  }

  /// The time until which a store keeps the ticket.
  public Instant kept() {
    return expires.plus(CONTINUED);
  }
}

package io.calotype.upload;

import io.calotype.json.JsonValue;
import io.calotype.media.Owner;
import io.calotype.media.Sha256;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The caller of an upload that takes several requests. Only an equal one may continue it.
///
/// @param owner the owner of the media; null if the caller has no name
/// @param ticket the ticket of the caller; null without one
public record Uploader(@Nullable Owner owner, @Nullable Held ticket) {
  private static final String OWNER = "owner";
  private static final String TICKET = "ticket";
  private static final String TICKET_BYTES = "ticketBytes";

  /// A ticket as an upload remembers it.
  ///
  /// @param maxBytes the maximum length of a file that it permits
  public record Held(TicketId id, long maxBytes) {}

  /// The holder of a key or token, or a caller without a name.
  public static Uploader of(@Nullable Owner owner) {
    return new Uploader(owner, null);
  }

  /// The holder of `ticket`.
  public static Uploader of(Ticket ticket) {
    return new Uploader(ticket.owner(), new Held(ticket.id(), ticket.allowance().bytes()));
  }

  /// The maximum length of a file that the ticket permits; null without a ticket.
  public @Nullable Long ticketBytes() {
    return ticket == null ? null : ticket.maxBytes;
  }

  /// The key of the caller's limits.
  public CallerKey key() {
    if (ticket != null) {
      return CallerKey.of(ticket.id);
    }
    return new CallerKey(owner == null ? "" : owner.text(), false);
  }

  /// Adds the members of this uploader to those of a JSON object.
  public void write(Map<String, Object> members) {
    if (owner != null) {
      members.put(OWNER, owner.text());
    }
    if (ticket != null) {
      members.put(TICKET, ticket.id.toString());
      members.put(TICKET_BYTES, ticket.maxBytes);
    }
  }

  /// Reads the members that [#write] has added.
  ///
  /// Errors: an [IllegalArgumentException] for members of another version.
  public static Uploader read(JsonValue object) {
    String owner = object.at(OWNER).text();
    String ticket = object.at(TICKET).text();
    return new Uploader(
        owner.isEmpty() ? null : new Owner(owner),
        ticket.isEmpty()
            ? null
            : new Held(new TicketId(new Sha256(ticket)), object.at(TICKET_BYTES).count()));
  }
}

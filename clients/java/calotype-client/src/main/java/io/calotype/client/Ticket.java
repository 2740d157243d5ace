package io.calotype.client;

import java.time.DateTimeException;
import java.time.Instant;

/// A permission to upload.
///
/// @param text the key of its holder
/// @param expiresAt the time until which uploads may begin
public record Ticket(String text, Instant expiresAt) {
  /// The begin of each ticket.
  private static final String PREFIX = "calotype-ticket-";

  static Ticket of(Members answer) {
    try {
      return new Ticket(answer.text("ticket"), Instant.parse(answer.text("expiresAt")));
    } catch (DateTimeException notOurs) {
      throw new UnexpectedAnswerException("not a ticket", notOurs);
    }
  }

  /// Whether `key` is that of the holder of a ticket, who may read no record.
  static boolean isTicket(String key) {
    return key != null && key.startsWith(PREFIX);
  }

  /// Without the text.
  @Override
  public String toString() {
    return "Ticket[expiresAt=" + expiresAt + "]";
  }
}

package io.calotype.tickets;

import io.calotype.media.RandomText;
import io.calotype.media.Sha256;
import java.util.Optional;
import java.util.regex.Pattern;

/// The id of a ticket: the digest of its text. The holder alone has the text.
public record TicketId(Sha256 digest) {
  private static final String PREFIX = "calotype-ticket-";
  private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  /// Generates the text of a new ticket: `calotype-ticket-` and 43 characters of base64url, 256
  /// random bits.
  public static String random() {
    return PREFIX + RandomText.secret();
  }

  /// Whether `credential` begins like the text of a ticket.
  public static boolean prefixes(String credential) {
    return credential.startsWith(PREFIX);
  }

  /// Returns the id of the ticket with that text; empty if no ticket can have it.
  public static Optional<TicketId> of(String text) {
    return TEXT.matcher(text).matches()
        ? Optional.of(new TicketId(Sha256.ofText(text)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return digest.hex();
  }
}

package io.calotype.access;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Authenticates callers by the credentials of a request.
///
/// One valid credential suffices, even beside invalid ones. A ticket decides alone. Without
/// configured keys and tokens every caller is [Caller.Local].
public final class Authenticator {
  private static final Caller LOCAL = new Caller.Local();
  private static final Caller ANONYMOUS = new Caller.Anonymous();
  private static final Caller REJECTED = new Caller.Rejected();
  private static final Caller SIGNED = new Caller.Signed();

  private final Map<Sha256, Caller.Known> keys;
  private final Tokens tokens;
  private final Signatures signatures;
  private final Function<TicketId, Optional<Ticket>> tickets;
  private final Clock clock;
  private final boolean everybodyLocal;

  /// Accepts the API keys `keys`, tokens that match `settings`, URLs signed by `signatures`, and
  /// the tickets that `tickets` finds.
  public Authenticator(
      List<ApiKey> keys,
      TokenSettings settings,
      Signatures signatures,
      Function<TicketId, Optional<Ticket>> tickets,
      Clock clock) {
    this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(ApiKey::digest, ApiKey::holder));
    this.tokens = new Tokens(settings, clock);
    this.signatures = signatures;
    this.tickets = tickets;
    this.clock = clock;
    this.everybodyLocal = keys.isEmpty() && !settings.enabled();
  }

  /// Whether neither keys nor tokens are configured.
  public boolean keyless() {
    return everybodyLocal;
  }

  /// Identifies the caller from memory. Returns null if only [#identify] can decide. Never blocks.
  public @Nullable Caller recent(Credentials credentials) {
    if (credentials.ticket() != null) {
      return null;
    }
    if (everybodyLocal) {
      return LOCAL;
    }
    String bearer = credentials.bearer();
    if (bearer != null) {
      Caller known = keys.get(Sha256.ofText(bearer));
      known = known == null ? tokens.recent(bearer) : known;
      if (known != null || jwt(bearer)) {
        return known;
      }
    }
    return withoutBearer(credentials);
  }

  /// Identifies the caller. May block to fetch the keys that verify tokens, or to look up a ticket.
  /// The holder of a ticket has its rights alone, whatever other credentials the request has.
  ///
  /// Errors: `Unavailable` if those keys cannot be fetched now; `TicketRefused` for an unknown
  /// ticket; those of the look-up of tickets.
  public Caller identify(Credentials credentials) {
    if (credentials.ticket() != null) {
      return ticketed(credentials.ticket());
    }
    Caller recent = recent(credentials);
    return recent != null ? recent : verified(credentials);
  }

  /// Whether `credentials` contain a URL with a valid signature that has not expired. Other
  /// credentials of the request are ignored.
  public boolean signed(Credentials credentials) {
    SignedUrl signed = credentials.signed();
    return signed != null && signatures.valid(signed, clock.instant());
  }

  /// Whether `token`, the option `t` of a URL, gives access to the media `id`.
  public boolean opens(MediaId id, String token) {
    return signatures.opens(id, token, clock.instant());
  }

  private Caller ticketed(String text) {
    return TicketId.of(text)
        .flatMap(tickets)
        .map(Caller.Ticketed::new)
        .orElseThrow(() ->
            new MediaException(
                new Failure.TicketRefused("there is no such ticket, or it has expired")));
  }

  private Caller verified(Credentials credentials) {
    Optional<Caller.Known> holder =
        Optional.ofNullable(credentials.bearer()).flatMap(tokens::verify);
    return holder.isPresent() ? holder.get() : withoutBearer(credentials);
  }

  private Caller withoutBearer(Credentials credentials) {
    if (signed(credentials)) {
      return SIGNED;
    }
    return credentials.signed() == null && credentials.bearer() == null ? ANONYMOUS : REJECTED;
  }

  private static boolean jwt(String bearer) {
    return bearer.chars().filter(c -> c == '.').count() == 2;
  }
}

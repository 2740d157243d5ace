package io.calotype.http.exchange;

import io.calotype.access.Action;
import io.calotype.access.Authenticator;
import io.calotype.access.Caller;
import io.calotype.access.Credentials;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.access.SignedUrl;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.routing.QueryParameters;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Visibility;
import io.calotype.tickets.TicketId;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The credentials of one request, and the rights that they give.
///
/// A request may carry an API key, a JWT or a ticket, the signature of its URL, and the token of a
/// media. One credential that gives the right suffices, even beside invalid ones. A ticket decides
/// alone. Signatures and tokens of media are checked first, because they need no look-up.
public final class RequestAccess {
  /// The query parameter for a ticket.
  public static final String TICKET = "ticket";

  private static final String BEARER = "Bearer ";
  private static final Caller SIGNED = new Caller.Signed();
  private static final Caller REJECTED = new Caller.Rejected();

  private final HttpExchange exchange;
  private final ClientPolicy.Access policy;
  private volatile @Nullable Caller caller;
  private volatile boolean byUrl;

  RequestAccess(HttpExchange exchange, ClientPolicy.Access policy) {
    this.exchange = exchange;
    this.policy = policy;
  }

  /// The caller. May block the first time, unless [#callerKnown].
  ///
  /// Errors: `Unavailable` if the caller cannot be identified now.
  Caller caller() {
    Caller known = caller;
    if (known == null) {
      known = authenticator().identify(credentials());
      caller = known;
    }
    return known;
  }

  /// Whether [#caller] returns without blocking.
  boolean callerKnown() {
    if (caller == null) {
      caller = authenticator().recent(credentials());
    }
    return caller != null;
  }

  /// Whether the caller is already identified and may see all media.
  boolean seesAll() {
    Caller known = caller;
    return known == null ? authenticator().keyless() : known.seesAll();
  }

  private Authenticator authenticator() {
    return policy.authenticator();
  }

  private Credentials credentials() {
    String header = exchange.header(HttpHeaders.AUTHORIZATION);
    String bearer =
        header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? header.substring(BEARER.length()).strip()
            : null;
    String ticket = exchange.parameters().get(TICKET);
    if (bearer == null || !TicketId.prefixes(bearer)) {
      return new Credentials(bearer, ticket, signedUrl());
    }
    if (ticket != null && !ticket.equals(bearer)) {
      throw QueryParameters.bad("the header Authorization and the query have different tickets");
    }
    return new Credentials(null, bearer, signedUrl());
  }

  /// The query parameters in which the route accepts credentials, beside those of signed URLs.
  public Set<String> parameters() {
    return exchange.action() == Action.UPLOAD ? Set.of(TICKET) : Set.of();
  }

  private @Nullable SignedUrl signedUrl() {
    return policy.dialect().signed(exchange.path(), exchange.parameters());
  }

  /// Whether the URL has a valid signature, regardless of the caller. Never blocks.
  public boolean urlSigned() {
    SignedUrl url = signedUrl();
    return url != null && authenticator().signed(Credentials.of(url));
  }

  /// Whether `token` gives access to the media `id`. Never blocks.
  private boolean opens(MediaId id, @Nullable String token) {
    return token != null && authenticator().opens(id, token);
  }

  /// Whether a signature or token in the URL granted access. Any page may then embed the delivered
  /// bytes.
  public boolean byUrl() {
    return byUrl;
  }

  /// The end of the right that was granted: that of the signature or token in the URL, or of the
  /// JWT of the caller. Empty if it has none, or if the media is open to all.
  public Optional<Instant> ends() {
    if (byUrl) {
      return SignedUrl.of(exchange.path(), exchange.parameters().entries()).ends();
    }
    return caller instanceof Caller.Known known
        ? Optional.ofNullable(known.expires())
        : Optional.empty();
  }

  /// Throws unless the caller may perform `action`. May block like [#caller].
  ///
  /// Errors: `Unauthorized` or `Forbidden`.
  void require(Action action) {
    if (!signedFor(action)) {
      admit(Gate.decide(caller(), action), null);
    }
  }

  /// Throws unless the caller may perform `action` on `media`.
  ///
  /// Errors: those of [#require(Action)], and `NotFound` for media that are hidden from the caller.
  void require(Action action, Media media) {
    admit(decide(action, media), media.id());
  }

  /// Throws unless the caller may perform `action` on a media of that visibility without an owner.
  ///
  /// Errors: those of [#require(Action, Media)].
  void require(Action action, MediaId id, Visibility visibility) {
    boolean open = action == Action.VIEW && visibility == Visibility.PUBLIC;
    if (!open && !granted(action, id)) {
      admit(Gate.decide(bearer(), action, visibility, null), id);
    }
  }

  /// Decides about `action` on `media`. Permits public actions without reading credentials. May
  /// block like [#caller].
  public Decision decide(Action action, Media media) {
    return allowed(action, media)
        ? Decision.ALLOWED
        : Gate.decide(bearer(), action, media.labels().visibility(), media.owner());
  }

  /// Whether `action` on `media` is permitted by facts in memory. Never blocks; false may mean that
  /// the caller is not identified yet.
  public boolean allowedAtOnce(Action action, Media media) {
    return allowed(action, media)
        || (callerKnown() && Gate.decide(bearer(), action, media) == Decision.ALLOWED);
  }

  private boolean allowed(Action action, Media media) {
    return Gate.open(action, media, policy.publicOriginals()) || granted(action, media.id());
  }

  private boolean granted(Action action, MediaId id) {
    boolean granted =
        signedFor(action)
            || (action.delivers() && opens(id, exchange.parameters().get(SignedUrl.TOKEN)));
    byUrl |= granted;
    return granted;
  }

  private boolean signedFor(Action action) {
    return Gate.decide(SIGNED, action) == Decision.ALLOWED && urlSigned();
  }

  /// The failure for an id without media. It equals the failure for private media of another owner.
  MediaException absent(Action action, MediaId id) {
    return granted(action, id)
        ? new MediaException(new Failure.NotFound(id))
        : failure(Gate.absent(bearer()), id);
  }

  /// The caller if the URL grants nothing. An invalid token in the URL counts as rejected
  /// credentials.
  private Caller bearer() {
    Caller known = caller();
    boolean token = exchange.parameters().contains(SignedUrl.TOKEN);
    return token && known instanceof Caller.Anonymous ? REJECTED : known;
  }

  private void admit(Decision decision, @Nullable MediaId id) {
    if (decision != Decision.ALLOWED) {
      throw failure(decision, id);
    }
  }

  private MediaException failure(Decision refused, @Nullable MediaId id) {
    return new MediaException(
        switch (refused) {
          case HIDDEN -> new Failure.NotFound(Objects.requireNonNull(id, "only media are hidden"));
          case UNAUTHORIZED -> new Failure.Unauthorized(bearer() instanceof Caller.Rejected);
          case FORBIDDEN -> new Failure.Forbidden();
          case ALLOWED -> throw new IllegalArgumentException("nothing is refused");
        });
  }
}

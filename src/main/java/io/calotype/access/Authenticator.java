package io.calotype.access;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells who asks, by what a request shows.
///
/// Any valid credential counts, whatever else is shown beside it. Where neither keys nor tokens are
/// configured everybody is local.
public final class Authenticator {
  private static final Caller LOCAL = new Caller.Local();
  private static final Caller ANONYMOUS = new Caller.Anonymous();
  private static final Caller REJECTED = new Caller.Rejected();
  private static final Caller SIGNED = new Caller.Signed();

  private final Map<Sha256, Caller.Known> keys;
  private final Tokens tokens;
  private final Signatures signatures;
  private final Clock clock;
  private final boolean everybodyLocal;

  /// Believes the holders of `keys`, of tokens as `settings` say, and of URLs out of `signatures`.
  public Authenticator(
      List<ApiKey> keys, TokenSettings settings, Signatures signatures, Clock clock) {
    this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(ApiKey::digest, ApiKey::holder));
    this.tokens = new Tokens(settings, clock);
    this.signatures = signatures;
    this.clock = clock;
    this.everybodyLocal = keys.isEmpty() && !settings.enabled();
  }

  /// Whether neither keys nor tokens are configured.
  public boolean keyless() {
    return everybodyLocal;
  }

  /// Who shows `credentials`; null where only [#identify] can tell. Never blocks.
  public @Nullable Caller recent(Credentials credentials) {
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

  /// Who shows `credentials`. May block, to fetch the keys of tokens.
  ///
  /// Errors: `Unavailable` where it cannot be told just now.
  public Caller identify(Credentials credentials) {
    Caller recent = recent(credentials);
    return recent != null ? recent : verified(credentials);
  }

  /// Whether `credentials` are a URL that is signed and holds, whatever else is shown beside it.
  public boolean signed(Credentials credentials) {
    SignedUrl signed = credentials.signed();
    return signed != null && signatures.valid(signed, clock.instant());
  }

  /// Whether `token`, the option `t` of a URL, opens the media `id`.
  public boolean opens(MediaId id, String token) {
    return signatures.opens(id, token, clock.instant());
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

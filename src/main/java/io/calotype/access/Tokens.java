package io.calotype.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Owner;
import io.calotype.media.Sha256;
import io.calotype.telemetry.EventLog;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies tokens: signed JWTs with the claims `sub` (the owner), `role` and `exp`.
///
/// Each algorithm accepts only its own kind of key, to prevent the use of a public key as a shared
/// secret. Verified tokens are cached by digest for up to 5 minutes.
final class Tokens {
  private static final int SKEW_SECONDS = 5;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 3_000;
  private static final int MAX_KEYS_BYTES = 1 << 20;
  private static final int MAX_REMEMBERED = 20_000;
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Set<String> REQUIRED = Set.of("sub", "role", "exp");
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt"); // RFC 9068

  /// The type check of each claim, applied if the claim is present.
  private static final Map<String, Predicate<@Nullable Object>> TYPES =
      Map.of(
          "sub", String.class::isInstance,
          "role", String.class::isInstance,
          "iss", String.class::isInstance,
          "aud", Tokens::texts,
          "exp", Number.class::isInstance,
          "nbf", Number.class::isInstance,
          "iat", Number.class::isInstance);

  private final List<DefaultJWTProcessor<SecurityContext>> processors = new ArrayList<>();
  private final Clock clock;
  private final Cache<Sha256, Verified> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).executor(Runnable::run).build();

  /// A verified token.
  private record Verified(Caller.Known caller, Instant until) {}

  Tokens(TokenSettings settings, Clock clock) {
    this.clock = clock;
    if (settings.secret() != null) {
      byte[] secret = settings.secret().getBytes(StandardCharsets.UTF_8);
      SecretKey key = new SecretKeySpec(secret, "HmacSHA256");
      add(new SingleKeyJWSKeySelector<>(JWSAlgorithm.HS256, key), settings); // for any `kid`
    }
    if (settings.keys() != null) {
      Set<JWSAlgorithm> algorithms = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
      add(new JWSVerificationKeySelector<>(algorithms, keys(settings.keys())), settings);
    }
  }

  private void add(JWSKeySelector<SecurityContext> keys, TokenSettings settings) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(keys);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
    processor.setJWTClaimsSetVerifier(claims(settings));
    processors.add(processor);
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claims(TokenSettings settings) {
    JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
    if (settings.issuer() != null) {
      exact.issuer(settings.issuer());
    }
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(settings.audience(), exact.build(), REQUIRED);
    verifier.setMaxClockSkew(SKEW_SECONDS);
    return verifier;
  }

  /// Fetches keys on first use, again about every 5 minutes (the library's default), and at once
  /// for an unknown key id. During an outage of the source the last keys stay valid for 12 hours.
  private static JWKSource<SecurityContext> keys(URI source) {
    try {
      return JWKSourceBuilder.create(
              source.toURL(),
              new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MAX_KEYS_BYTES))
          .outageTolerant(Duration.ofHours(12).toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no URL of keys", e);
    }
  }

  /// The holder of `token` if its verification is cached; null if [#verify] must decide.
  Caller.@Nullable Known recent(String token) {
    Verified verified = remembered.getIfPresent(Sha256.ofText(token));
    return verified == null || !clock.instant().isBefore(verified.until())
        ? null
        : verified.caller();
  }

  /// The holder of `token`; empty if the token is invalid. May fetch keys over the network.
  ///
  /// Errors: `Unavailable` if the keys cannot be fetched.
  Optional<Caller.Known> verify(String token) {
    for (DefaultJWTProcessor<SecurityContext> processor : processors) {
      try {
        SignedJWT signed = SignedJWT.parse(token);
        JWTClaimsSet claims = processor.process(signed, null);
        requireTypes(signed.getPayload().toJSONObject());
        return Optional.of(remember(token, claims));
      } catch (RateLimitReachedException manyUnknownKeys) {
        EventLog.debug("token.refused", "cause", manyUnknownKeys);
      } catch (KeySourceException away) {
        EventLog.warn("token.keys-away", "cause", away);
        throw new MediaException(new Failure.Unavailable(RETRY_AFTER), away);
      } catch (BadJOSEException
          | JOSEException
          | ParseException
          | IllegalArgumentException refused) {
        EventLog.debug("token.refused", "cause", refused);
      }
    }
    return Optional.empty();
  }

  private Caller.Known remember(String token, JWTClaimsSet claims) throws ParseException {
    Date expires = claims.getExpirationTime();
    Role role =
        Role.parse(claims.getStringClaim("role"))
            .orElseThrow(() -> new IllegalArgumentException("no such role"));
    Owner owner = Owner.ofSubject(claims.getSubject());
    Caller.Known caller = new Caller.Known(role, owner, expires.toInstant());
    Instant soon = clock.instant().plus(REMEMBERED_FOR);
    Instant until = expires.toInstant().isBefore(soon) ? expires.toInstant() : soon;
    remembered.put(Sha256.ofText(token), new Verified(caller, until));
    return caller;
  }

  /// Rejects claims that are null or whose type differs from RFC 7519 section 4.1. The check reads
  /// the JSON itself, because the parser drops nulls and converts numbers to text.
  private static void requireTypes(@Nullable Map<String, Object> claims) {
    if (claims == null) {
      throw new IllegalArgumentException("the payload is no JSON object");
    }
    TYPES.forEach((claim, right) -> {
      if (claims.containsKey(claim) && !right.test(claims.get(claim))) {
        throw new IllegalArgumentException("the claim " + claim + " has a wrong type");
      }
    });
  }

  private static boolean texts(@Nullable Object value) {
    return value instanceof String
        || (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance));
  }
}

package io.calotype.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.calotype.TestClock;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String ALICE = "EDITOR sub:alice";

  @SuppressWarnings("NullAway.Init")
  private static RSAKey rsa;

  @SuppressWarnings("NullAway.Init")
  private static ECKey ec;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeAll
  static void generate() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("r").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
  }

  @Test
  void verify_goodToken_isItsSubjectWithItsRole() throws Exception {
    Tokens tokens = hs256(null, null);
    String token = hs256(claims().build());

    assertThat(tokens.recent(token)).isNull();
    assertThat(who(tokens.verify(token))).isEqualTo(ALICE);
    assertThat(who(Optional.ofNullable(tokens.recent(token)))).isEqualTo(ALICE);
  }

  @Test
  void verify_secretWithAKeyId_isStillTheSecret() throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("2026-11").build(), claims().build());
    token.sign(mac(SECRET));

    assertThat(who(hs256(null, null).verify(token.serialize()))).isEqualTo(ALICE);
  }

  @Test
  void verify_wrongInAnyWay_isEmpty() throws Exception {
    Tokens tokens = hs256("us", "calotype");
    JWTClaimsSet good = claims().issuer("us").audience("calotype").build();

    assertThat(who(tokens.verify(hs256(good)))).isEqualTo(ALICE);
    assertThat(tokens.verify(hs256(more(good).issuer("them").build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).issuer(null).build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).audience("others").build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).expirationTime(ago(10)).build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).expirationTime(null).build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).notBeforeTime(ago(-60)).build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).claim("role", "king").build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).claim("role", 7).build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).claim("role", null).build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).subject("").build()))).isEmpty();
    assertThat(tokens.verify(hs256(more(good).subject("x".repeat(400)).build()))).isEmpty();
    assertThat(tokens.verify(signed(JWSAlgorithm.HS512, mac(SECRET + SECRET), good))).isEmpty();
    assertThat(tokens.verify(signed(JWSAlgorithm.HS256, mac(SECRET + "x"), good))).isEmpty();
    assertThat(tokens.verify(new PlainJWT(good).serialize())).isEmpty();
    assertThat(tokens.verify(hs256(good).replaceFirst("\\.[^.]*$", "."))).isEmpty();
    assertThat(tokens.verify("a.b.c")).isEmpty();
    assertThat(tokens.verify("")).isEmpty();
  }

  @Test
  void verify_keysInAFile_takesBothAlgorithmsAndNoOtherKey() throws Exception {
    Path file = folder.resolve("keys.json");
    Files.writeString(file, jwks());
    Tokens tokens = tokens(TokenSettings.keysAt(file.toString()));

    assertThat(who(tokens.verify(rs256(rsa)))).isEqualTo(ALICE);
    String es256 = signed(JWSAlgorithm.ES256, new ECDSASigner(ec), claims().build());
    assertThat(who(tokens.verify(es256))).isEqualTo(ALICE);
    assertThat(tokens.verify(rs256(new RSAKeyGenerator(2048).keyID("r").generate()))).isEmpty();
    assertThat(tokens.verify(hs256(claims().build()))).isEmpty();
  }

  /// The classic: a token that claims HS256, signed with the public key as if it were a secret.
  @Test
  void verify_publicKeyAsASecret_isEmpty() throws Exception {
    Path file = folder.resolve("keys.json");
    Files.writeString(file, jwks());
    String pem = rsa.toPublicJWK().toJSONString();

    assertThat(
            tokens(TokenSettings.keysAt(file.toString()))
                .verify(signed(JWSAlgorithm.HS256, mac(pem), claims().build())))
        .isEmpty();
  }

  @Test
  void verify_keysAtAUrl_areFetchedAndServeWhileItIsAway() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = jwks().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/jwks",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Tokens tokens =
        tokens(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks"));

    assertThat(who(tokens.verify(rs256(rsa)))).isEqualTo(ALICE);
    server.stop(0);
    assertThat(who(tokens.verify(rs256(rsa)))).isEqualTo(ALICE);
  }

  @Test
  void verify_keysNowhereToBeHad_isUnavailableAndNotRefused() throws IOException {
    Tokens tokens = tokens(URI.create("http://127.0.0.1:1/jwks"));

    assertThatThrownBy(() -> tokens.verify(rs256(rsa)))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Unavailable.class));
  }

  @Test
  void recent_afterItHasExpired_isNull() throws Exception {
    Instant end = Instant.now().plusSeconds(60);
    TestClock clock = new TestClock(Instant.now());
    Tokens tokens = new Tokens(new TokenSettings(SECRET, null, null, null), clock);
    String token = hs256(claims().expirationTime(Date.from(end)).build());
    assertThat(who(tokens.verify(token))).isEqualTo(ALICE);

    assertThat(tokens.recent(token)).isNotNull();
    clock.pass(Duration.ofSeconds(61));

    assertThat(tokens.recent(token)).isNull();
  }

  /// Each claim is absent, null, of a wrong type, or out of range in turn.
  @ParameterizedTest
  @MethodSource("wrongClaims")
  void verify_claimOfAWrongValue_isEmpty(String claim, String value) throws Exception {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", "\"alice\"");
    claims.put("role", "\"editor\"");
    claims.put("iss", "\"us\"");
    claims.put("aud", "[\"calotype\"]");
    claims.put("exp", Long.toString(Instant.now().plusSeconds(600).getEpochSecond()));
    Tokens tokens = hs256("us", "calotype");
    assertThat(who(tokens.verify(raw(claims)))).isEqualTo(ALICE);

    claims.put(claim, value);

    assertThat(tokens.verify(raw(claims))).isEmpty();
  }

  static Stream<Arguments> wrongClaims() {
    List<String> never = List.of("null", "true", "{}", "[]", "[null]", "{\"a\":[1]}", "-1");
    List<String> notATime = List.of("\"1\"", "\"\"", "-1e400", "1e400", "[4102444800]");
    Stream<Arguments> nulls = Stream.of("nbf", "iat").map(claim -> Arguments.of(claim, "null"));
    Stream<Arguments> always =
        Stream.of("exp", "sub", "role", "iss", "aud")
            .flatMap(claim -> never.stream().map(value -> Arguments.of(claim, value)));
    Stream<Arguments> times =
        Stream.of("exp", "nbf", "iat")
            .flatMap(claim -> notATime.stream().map(value -> Arguments.of(claim, value)));
    return Stream.concat(nulls, Stream.concat(always, times));
  }

  /// A token with these claims, as JSON texts, and a valid signature.
  private static String raw(Map<String, String> claims) throws JOSEException {
    return raw(
        claims.entrySet().stream()
            .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
            .collect(Collectors.joining(",", "{", "}")));
  }

  private static String raw(String payload) throws JOSEException {
    JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(payload));
    token.sign(mac(SECRET));
    return token.serialize();
  }

  private static String who(Optional<Caller.Known> caller) {
    return caller.map(known -> known.role() + " " + known.owner()).orElse("nobody");
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("alice")
        .claim("role", "editor")
        .expirationTime(ago(-600));
  }

  private static JWTClaimsSet.Builder more(JWTClaimsSet claims) {
    return new JWTClaimsSet.Builder(claims);
  }

  private static Date ago(long seconds) {
    return Date.from(Instant.now().minusSeconds(seconds));
  }

  private static String jwks() {
    return new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK())).toString();
  }

  private static Tokens hs256(@Nullable String issuer, @Nullable String audience) {
    return new Tokens(new TokenSettings(SECRET, null, issuer, audience), Clock.systemUTC());
  }

  private static Tokens tokens(URI keys) {
    return new Tokens(new TokenSettings(null, keys, null, null), Clock.systemUTC());
  }

  private static JWSSigner mac(String secret) throws JOSEException {
    return new MACSigner(secret);
  }

  private static String hs256(JWTClaimsSet claims) throws JOSEException {
    return signed(JWSAlgorithm.HS256, mac(SECRET), claims);
  }

  private static String rs256(RSAKey key) throws JOSEException {
    return signed(JWSAlgorithm.RS256, new RSASSASigner(key), claims().build());
  }

  private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
    token.sign(signer);
    return token.serialize();
  }
}

package io.calotype.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import io.calotype.fuzz.FuzzTarget;
import java.time.Clock;
import java.util.stream.Stream;

/// Bearer tokens: a token without a valid signature has no holder, and causes no exception.
public final class TokensFuzzTest extends FuzzTarget {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Tokens TOKENS =
      new Tokens(new TokenSettings(SECRET, null, "us", "calotype"), Clock.systemUTC());

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwicm9sZSI6ImFkbWluIn0.",
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEiLCJqd2siOnt9fQ.e30.AA",
        "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsieCJdfQ.e30.AA",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA",
        "..",
        "{\"sub\":\"a\",\"role\":\"editor\",\"exp\":4102444800,\"iss\":\"us\",\"aud\":\"calotype\"}",
        "{\"sub\":null,\"role\":null,\"exp\":null,\"iss\":\"us\",\"aud\":[null],\"nbf\":null}",
        "{\"sub\":{},\"role\":[],\"exp\":1e400,\"iss\":7,\"aud\":{\"a\":1},\"iat\":\"x\"}",
        "[1]",
        "null",
        "");
  }

  @Override
  public void check(byte[] sent) throws JOSEException {
    String token = text(sent);
    require(TOKENS.verify(token).isEmpty(), token);
    require(TOKENS.recent(token) == null, token);
    checkClaims(sent);
  }

  /// The same bytes as the claims of a token that is signed: refused or accepted, and nothing
  /// thrown.
  private static void checkClaims(byte[] claims) throws JOSEException {
    JWSObject signed = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
    signed.sign(new MACSigner(SECRET));
    var _ = TOKENS.verify(signed.serialize());
  }
}

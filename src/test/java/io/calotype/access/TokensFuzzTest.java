package io.calotype.access;

import io.calotype.fuzz.FuzzTarget;
import java.time.Clock;
import java.util.stream.Stream;

/// Bearer tokens: whatever nobody has signed is nobody's, and nothing that is thrown.
public final class TokensFuzzTest extends FuzzTarget {
  private static final Tokens TOKENS =
      new Tokens(
          new TokenSettings("0123456789abcdef0123456789abcdef", null, "us", "calotype"),
          Clock.systemUTC());

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwicm9sZSI6ImFkbWluIn0.",
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEiLCJqd2siOnt9fQ.e30.AA",
        "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsieCJdfQ.e30.AA",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AA.AA.AA",
        "..");
  }

  @Override
  public void check(byte[] sent) {
    String token = text(sent);
    require(TOKENS.verify(token).isEmpty(), token);
    require(TOKENS.recent(token) == null, token);
  }
}

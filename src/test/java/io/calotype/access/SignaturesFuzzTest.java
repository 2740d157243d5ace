package io.calotype.access;

import io.calotype.fuzz.FuzzTarget;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A path, a query's names and values, and a signature, a line each: what we sign is valid when it
/// comes back, and what we have not signed never is.
public final class SignaturesFuzzTest extends FuzzTarget {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000_000);
  private static final Signatures OURS = new Signatures(List.of("new", "old"));

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "/images/a\nv\n1\nexp\n1700000001\nAAAA",
        "/images/%61\na b\n+&=\na b\n\u00e9\n=",
        "/\nexp\n99999999999999999999\nexp\n-1\n");
  }

  @Override
  public void check(byte[] sent) {
    String[] lines = lines(sent, 6);
    List<Map.Entry<String, String>> query =
        Stream.of(Map.entry(lines[1], lines[2]), Map.entry(lines[3], lines[4]))
            .filter(entry -> !entry.getKey().equals(SignedUrl.SIGNATURE))
            .toList();
    SignedUrl guessed =
        new SignedUrl(lines[0], SignedUrl.of(lines[0], query).parameters(), lines[5]);
    require(!OURS.valid(guessed, NOW), guessed);

    boolean dated = query.stream().anyMatch(entry -> entry.getKey().equals(SignedUrl.EXPIRES));
    if (!dated && !lines[0].contains("?")) {
      String signed = OURS.sign(SignedUrl.of(lines[0], query), NOW.plusSeconds(1));
      require(OURS.valid(parsed(signed), NOW), signed);
      require(!OURS.valid(parsed(signed), NOW.plusSeconds(1)), signed);
    }
  }

  private static SignedUrl parsed(String text) {
    int question = text.indexOf('?');
    return SignedUrl.of(
        text.substring(0, question),
        Arrays.stream(text.substring(question + 1).split("&"))
            .map(SignaturesFuzzTest::entry)
            .toList());
  }

  private static Map.Entry<String, String> entry(String text) {
    int equals = text.indexOf('=');
    return Map.entry(decoded(text.substring(0, equals)), decoded(text.substring(equals + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

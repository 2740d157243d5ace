package io.calotype.http.semantics;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.http.semantics.RangeDecision.Part;
import java.time.Instant;
import java.util.stream.Stream;

/// `Range` of a representation of any length, and `If-Range`: what is sent is always inside.
public final class RangesFuzzTest extends FuzzTarget {
  private static final Validators OURS =
      new Validators("\"ours\"", Instant.parse("1994-11-06T08:49:37.5Z"));

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "100\nbytes=0-0\n",
        "100\nbytes=10-\n\"ours\"",
        "100\nbytes=-5\nSun, 06 Nov 1994 08:49:37 GMT",
        "0\nbytes=-0",
        "0\nbytes=0-",
        "9\nBYTES= ,1-99999999999999999999",
        "9\nbytes=1-2,3-4",
        "1\nx=0-");
  }

  @Override
  public void check(byte[] sent) {
    String[] lines = lines(sent, 3);
    long length = Integer.toUnsignedLong(lines[0].hashCode());
    if (lines[0].length() < 10 && lines[0].matches("[0-9]+")) {
      length = Long.parseLong(lines[0]);
    }
    String ifRange = lines[2].isEmpty() ? null : lines[2];
    requireInside(Ranges.decide(sent(lines[1], ifRange), OURS, length), length);
    if (length > 0) {
      requireAgain(Ranges.decide(sent(lines[1], null), OURS, length), length);
    }
  }

  private static RequestConditions sent(
      String range, @org.jspecify.annotations.Nullable String ifRange) {
    return new RequestConditions(null, null, null, null, range, ifRange);
  }

  private static void requireInside(RangeDecision extent, long length) {
    if (extent instanceof Part(long first, long last)) {
      require(0 <= first && first <= last && last < length, extent);
    }
  }

  /// A part that is asked for by its own numbers is that part.
  private static void requireAgain(RangeDecision extent, long length) {
    if (extent instanceof Part(long first, long last)) {
      String range = "bytes=" + first + "-" + last;
      require(Ranges.decide(sent(range, null), OURS, length).equals(extent), extent);
    }
  }
}

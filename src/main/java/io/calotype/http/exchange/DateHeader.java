package io.calotype.http.exchange;

import io.calotype.http.semantics.HttpDate;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Instant;

/// The value of `Date`, formatted once a second.
public final class DateHeader {
  private final Clock clock;
  private volatile Stamp last = new Stamp(Long.MIN_VALUE, "");

  public DateHeader(Clock clock) {
    this.clock = clock;
  }

  /// The value for the current second.
  CharSequence now() {
    long second = Math.floorDiv(clock.millis(), 1000);
    Stamp stamp = last;
    if (stamp.second != second) {
      String text = HttpDate.format(Instant.ofEpochSecond(second));
      stamp = new Stamp(second, HttpHeaders.createOptimized(text));
      last = stamp;
    }
    return stamp.text;
  }

  private record Stamp(long second, CharSequence text) {}
}

package io.calotype.http.exchange;

import io.calotype.http.semantics.HttpDate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;

/// The value of `Date`, formatted once a second.
public final class DateHeader {
  private final Clock clock;
  private volatile Stamp last = new Stamp(Long.MIN_VALUE, "", Unpooled.EMPTY_BUFFER);

  public DateHeader(Clock clock) {
    this.clock = clock;
  }

  /// One second and its value.
  ///
  /// @param second since 1970
  /// @param ascii the bytes of `text`, read by index only
  public record Stamp(long second, CharSequence text, ByteBuf ascii) {}

  /// The value for the current second.
  CharSequence now() {
    return stamp().text;
  }

  /// The current second and its value.
  public Stamp stamp() {
    long second = Math.floorDiv(clock.millis(), 1000);
    Stamp stamp = last;
    if (stamp.second != second) {
      String text = HttpDate.format(Instant.ofEpochSecond(second));
      stamp =
          new Stamp(
              second,
              HttpHeaders.createOptimized(text),
              Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)));
      last = stamp;
    }
    return stamp;
  }
}

package io.calotype.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Limits the expensive work of each caller by a token bucket. A bucket holds the tokens of one
/// minute and fills at an even rate. Callers without valid credentials may have a separate limit.
public final class RateLimit {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MAX_CALLERS = 100_000;

  private final int strangers;
  private final int others;
  private final LongSupplier nanos;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MAX_CALLERS)
          .expireAfterAccess(Duration.ofMinutes(2))
          .executor(Runnable::run)
          .build();

  /// The state of a caller's bucket.
  ///
  /// @param tokens at most those of one minute
  /// @param at on the scale of `System.nanoTime`
  private record Bucket(double tokens, long at) {}

  /// Limits the units of work per minute of each caller without valid credentials (`strangers`) and
  /// each other caller (`others`). 0 disables a limit. `nanos` is a clock like `System.nanoTime`.
  public RateLimit(int strangers, int others, LongSupplier nanos) {
    this.strangers = strangers;
    this.others = others;
    this.nanos = nanos;
  }

  /// Takes one token from the bucket of `caller`.
  ///
  /// Errors: `RateLimited` if less than one token is left.
  public void require(String caller, boolean stranger) {
    int perMinute = stranger ? strangers : others;
    if (perMinute == 0) {
      return;
    }
    long now = nanos.getAsLong();
    double[] before = new double[1];
    buckets
        .asMap()
        .compute(
            caller,
            (_, old) -> {
              before[0] = old == null ? perMinute : filled(old, now, perMinute);
              return new Bucket(before[0] < 1 ? before[0] : before[0] - 1, now);
            });
    if (before[0] < 1) {
      throw new MediaException(new Failure.RateLimited(perMinute, untilOne(before[0], perMinute)));
    }
  }

  private double filled(Bucket old, long now, int perMinute) {
    return Math.min(perMinute, old.tokens + (double) (now - old.at) * perMinute / MINUTE);
  }

  private Duration untilOne(double tokens, int perMinute) {
    return Duration.ofNanos((long) Math.ceil((1 - tokens) * MINUTE / perMinute));
  }
}

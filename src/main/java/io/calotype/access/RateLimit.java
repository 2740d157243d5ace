package io.calotype.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How much expensive work each caller may ask for: a bucket of tokens that holds a minute's worth
/// and fills at an even rate.
public final class RateLimit {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MAX_CALLERS = 100_000;

  private final int perMinute;
  private final LongSupplier nanos;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MAX_CALLERS)
          .expireAfterAccess(Duration.ofMinutes(2))
          .executor(Runnable::run)
          .build();

  /// What a caller had left.
  ///
  /// @param tokens at most a minute's worth
  /// @param at on the scale of `System.nanoTime`
  private record Bucket(double tokens, long at) {}

  /// Allows `perMinute` a caller; 0 allows everything. `nanos` is a clock like `System.nanoTime`.
  public RateLimit(int perMinute, LongSupplier nanos) {
    this.perMinute = perMinute;
    this.nanos = nanos;
  }

  /// Takes one piece of work from what `caller` may ask for.
  ///
  /// Errors: `RateLimited` where nothing is left.
  public void require(String caller) {
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
              before[0] = old == null ? perMinute : filled(old, now);
              return new Bucket(before[0] < 1 ? before[0] : before[0] - 1, now);
            });
    if (before[0] < 1) {
      throw new MediaException(new Failure.RateLimited(perMinute, untilOne(before[0])));
    }
  }

  private double filled(Bucket old, long now) {
    return Math.min(perMinute, old.tokens + (double) (now - old.at) * perMinute / MINUTE);
  }

  private Duration untilOne(double tokens) {
    return Duration.ofNanos((long) Math.ceil((1 - tokens) * MINUTE / perMinute));
  }
}

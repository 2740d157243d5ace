package io.calotype.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Limits the expensive work of each caller: a bucket of tokens that holds a minute's worth and
/// fills at an even rate. Strangers, who show no credentials, may have a limit of their own.
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

  /// What a caller had left.
  ///
  /// @param tokens at most a minute's worth
  /// @param at on the scale of `System.nanoTime`
  private record Bucket(double tokens, long at) {}

  /// Allows so many pieces of work a minute to each stranger and each other caller; 0 allows
  /// everything. `nanos` is a clock like `System.nanoTime`.
  public RateLimit(int strangers, int others, LongSupplier nanos) {
    this.strangers = strangers;
    this.others = others;
    this.nanos = nanos;
  }

  /// Takes one piece of work from the budget of `caller`.
  ///
  /// Errors: `RateLimited` where nothing is left.
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

package io.calotype.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Limits the expensive work of each caller by a token bucket. A bucket holds the tokens of one
/// minute and fills at an even rate. Callers without valid credentials may have a separate limit.
public final class RateLimit {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MAX_CALLERS = 100_000;

  private final PerMinute limits;
  private final LongSupplier nanos;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(MAX_CALLERS)
          .expireAfterAccess(Duration.ofMinutes(2))
          .executor(Runnable::run)
          .build();

  /// The maximum units of work per minute; null is unlimited.
  ///
  /// @param strangers the limit of each caller without valid credentials
  /// @param others the limit of each other caller
  public record PerMinute(@Nullable Integer strangers, @Nullable Integer others) {
    /// No limits.
    public static final PerMinute UNLIMITED = new PerMinute(null, null);
  }

  /// The state of a caller's bucket.
  ///
  /// @param tokens at most those of one minute
  /// @param at on the scale of `System.nanoTime`
  private record Bucket(double tokens, long at) {}

  /// Applies `limits`. `nanos` is a clock like `System.nanoTime`.
  public RateLimit(PerMinute limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  /// Takes one token from the bucket of `caller`.
  ///
  /// Errors: `RateLimited` if less than one token is left.
  public void require(String caller, boolean stranger) {
    Integer limit = stranger ? limits.strangers : limits.others;
    if (limit != null) {
      take(caller, limit);
    }
  }

  private void take(String caller, int perMinute) {
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

package io.calotype.cluster.redis;

import io.calotype.cluster.Leases;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Leases as keys of Redis that expire. A holder renews its lease three times within its duration,
/// from a thread of its own. Time is that of Redis.
///
/// Errors of [#acquire]: `Unavailable` if Redis is away.
public final class RedisLeases implements Leases, AutoCloseable {
  private static final String PREFIX = "calotype:lease:";

  /// In case the clock of Redis is set back.
  private static final Duration FENCE = Duration.ofDays(1);

  /// Sets the lease unless another is there. Returns its fence, or 0.
  ///
  /// The fence is the time in microseconds, or one more than the last one.
  static final String TAKEN =
      """
      if not redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[3]) then return 0 end
      local last = tonumber(redis.call('GET', KEYS[2]) or '0')
      local fence = math.max(last + 1, time[1] * 1000000 + time[2])
      redis.call('SET', KEYS[2], string.format('%.0f', fence), 'PX', ARGV[4])
      return fence
      """;

  /// Keys: lease, fence. Arguments: deadline, token, duration and duration of the fence in
  /// milliseconds.
  private static final RedisScript ACQUIRE = new RedisScript(RedisScript.IN_TIME + TAKEN);

  /// Renews the lease of a token. Returns 0 if it has expired.
  ///
  /// Arguments: deadline, token, duration in milliseconds.
  private static final RedisScript RENEW =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
              return redis.call('PEXPIRE', KEYS[1], ARGV[3])
              """);

  /// Deletes a key if it has the value of its holder. Returns 0 if it has another.
  ///
  /// Arguments: deadline, value.
  static final RedisScript RELEASE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
              return redis.call('DEL', KEYS[1])
              """);

  private final RedisConnections connections;
  private final Duration duration;
  private final Duration fenceKept;
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("leases-", 0).factory());

  /// Leases of `duration` in the Redis of `connections`, which stay open.
  public RedisLeases(RedisConnections connections, Duration duration) {
    this(connections, duration, FENCE);
  }

  /// @param fenceKept the time during which the last fence of a name is kept
  RedisLeases(RedisConnections connections, Duration duration, Duration fenceKept) {
    this.connections = connections;
    this.duration = duration;
    this.fenceKept = fenceKept;
  }

  @Override
  public Optional<Lease> acquire(String name) {
    String[] keys = {PREFIX + "{" + name + "}", PREFIX + "{" + name + "}:fence"};
    String token = UUID.randomUUID().toString();
    long asked = System.nanoTime();
    long fence = acquire(ACQUIRE, keys, token);
    return fence == 0 ? Optional.empty() : Optional.of(hold(keys[0], token, fence, asked));
  }

  /// Runs `script`, which ends with [#TAKEN], and returns its result.
  ///
  /// @param more further arguments of the script
  long acquire(RedisScript script, String[] keys, String token, String... more) {
    RedisCall call = new RedisCall(connections).at(keys[0]);
    String kept = String.valueOf(fenceKept.toMillis());
    String[] arguments =
        Stream.concat(Stream.of(call.deadline(), token, millis(), kept), Stream.of(more))
            .toArray(String[]::new);
    return call.begin(script, keys, arguments).getAsLong();
  }

  /// Returns the lease that `token` has, and renews it.
  ///
  /// @param asked a time before it was taken, as [System#nanoTime]
  Lease hold(String key, String token, long fence, long asked) {
    Held held = new Held(key, token, fence, asked);
    held.renewEvery(duration.dividedBy(3));
    return held;
  }

  private String millis() {
    return String.valueOf(duration.toMillis());
  }

  @Override
  public void close() {
    renewing.shutdownNow();
  }

  private final class Held implements Lease {
    private final String[] key;
    private final String token;
    private final long fence;
    private volatile @Nullable ScheduledFuture<?> renewals;
    private volatile long confirmed;
    private volatile boolean lost;

    Held(String key, String token, long fence, long confirmed) {
      this.confirmed = confirmed;
      this.key = new String[] {key};
      this.token = token;
      this.fence = fence;
    }

    private void renewEvery(Duration time) {
      renewals =
          renewing.scheduleAtFixedRate(
              () -> Thread.startVirtualThread(this::renew),
              time.toMillis(),
              time.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    private void stopRenewing() {
      ScheduledFuture<?> current = renewals;
      if (current != null) {
        current.cancel(false);
      }
    }

    private void renew() {
      long asked = System.nanoTime();
      try {
        RedisCall call = new RedisCall(connections).at(key[0]);
        if (call.run(RENEW, key, call.deadline(), token, millis())) {
          confirmed = asked;
        } else {
          lost = true;
          stopRenewing();
        }
      } catch (MediaException away) {
        EventLog.debug("lease.not-renewed", "key", key[0]); // the next time may be early enough
      }
    }

    @Override
    public long fence() {
      return fence;
    }

    @Override
    public boolean held() {
      return !lost && System.nanoTime() - confirmed < duration.toNanos();
    }

    @Override
    public void lapse() {
      stopRenewing();
    }

    @Override
    public void close() {
      stopRenewing();
      try {
        RedisCall call = new RedisCall(connections).at(key[0]);
        var _ = call.run(RELEASE, key, call.deadline(), token);
      } catch (MediaException away) {
        EventLog.debug("lease.not-released", "key", key[0]); // it expires
      }
    }
  }
}

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
import org.jspecify.annotations.Nullable;

/// Leases as keys of Redis that expire. A holder renews its lease three times within its duration,
/// from a thread of its own. Time is that of Redis.
///
/// Errors of [#acquire]: `Unavailable` if Redis is away.
public final class RedisLeases implements Leases, AutoCloseable {
  private static final String PREFIX = "calotype:lease:";

  /// Sets the lease unless another is there. Returns its fence, or 0.
  ///
  /// The fence is the time in microseconds, or one more than the last one. It is kept for a day, in
  /// case the clock of Redis is set back.
  ///
  /// Arguments: deadline, token, duration in milliseconds.
  private static final RedisScript ACQUIRE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              if not redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[3]) then return 0 end
              local last = tonumber(redis.call('GET', KEYS[2]) or '0')
              local fence = math.max(last + 1, time[1] * 1000000 + time[2])
              redis.call('SET', KEYS[2], string.format('%.0f', fence), 'PX', 86400000)
              return fence
              """);

  /// Renews the lease of a token. Returns 0 if it has expired.
  ///
  /// Arguments: as for [#ACQUIRE].
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
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("leases-", 0).factory());

  /// Leases of `duration` in the Redis of `connections`, which stay open.
  public RedisLeases(RedisConnections connections, Duration duration) {
    this.connections = connections;
    this.duration = duration;
  }

  @Override
  public Optional<Lease> acquire(String name) {
    String[] keys = {PREFIX + "{" + name + "}", PREFIX + "{" + name + "}:fence"};
    String token = UUID.randomUUID().toString();
    RedisCall call = new RedisCall(connections).at(keys[0]);
    long fence = call.begin(ACQUIRE, keys, call.deadline(), token, millis()).getAsLong();
    if (fence == 0) {
      return Optional.empty();
    }
    Held held = new Held(keys[0], token, fence);
    held.renewEvery(duration.dividedBy(3));
    return Optional.of(held);
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

    Held(String key, String token, long fence) {
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
      try {
        RedisCall call = new RedisCall(connections).at(key[0]);
        if (!call.run(RENEW, key, call.deadline(), token, millis())) {
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

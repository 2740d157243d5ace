package io.calotype.cluster.redis;

import io.calotype.cluster.SoleServer;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisCall;
import io.calotype.redis.RedisClaim;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisScript;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A lease in Redis of the one server on a data set with originals as files. It detects a data
/// folder that was copied to a second machine: both copies have the same identity.
///
/// The key `calotype:server` has the value `process <pid> on <node> since <time> <token>`, and
/// expires after [#LEASE]. The server renews it three times within that time.
public final class RedisSoleServer implements SoleServer, AutoCloseable {
  static final String KEY = "calotype:server";
  static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration RENEWAL = LEASE.dividedBy(3);
  private static final Duration LOOK = Duration.ofMillis(250);

  /// Takes or renews the lease unless another server has it. Returns 0 then.
  ///
  /// Arguments: deadline, value, duration in milliseconds.
  private static final RedisScript TAKE =
      new RedisScript(
          RedisScript.IN_TIME
              + """
              local held = redis.call('GET', KEYS[1])
              if held and held ~= ARGV[2] then return 0 end
              redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
              return 1
              """);

  private final RedisConnections connections;
  private final String dataSet;
  private final String value;
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("server-", 0).factory());
  private volatile boolean held;
  private volatile @Nullable String refusal;
  private long refusedSince = -1; // renewing thread only

  private RedisSoleServer(RedisConnections connections, String dataSet, String node) {
    this.connections = connections;
    this.dataSet = dataSet;
    this.value =
        "process %d on %s since %s %s"
            .formatted(
                ProcessHandle.current().pid(),
                node,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                UUID.randomUUID());
  }

  /// Takes the lease for the server `node` of `dataSet`. Waits for the lease of a server that has
  /// crashed, which takes at most [#LEASE]. Without an answer of Redis, a thread takes it later.
  ///
  /// Errors: an `IOException` in one line that names the other server, or the reason why the Redis
  /// at `uri` cannot be used.
  public static RedisSoleServer take(String uri, String dataSet, String node) throws IOException {
    RedisSoleServer server = new RedisSoleServer(RedisConnections.open(uri), dataSet, node);
    try {
      server.connections.claim(new RedisClaim(dataSet, null));
      server.await();
    } catch (IOException | RuntimeException refused) {
      server.close();
      throw refused;
    }
    var _ =
        server.renewing.scheduleWithFixedDelay(
            server::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    return server;
  }

  /// Waits while another server has the lease. A lease whose remaining time grows is renewed: its
  /// server runs.
  private void await() throws IOException {
    try {
      long last = Long.MAX_VALUE;
      while (!taken()) {
        RedisCall call = new RedisCall(connections).at(KEY);
        long left = call.ask(redis -> redis.pttl(KEY));
        if (left > last) {
          throw new IOException(inUse());
        }
        if (last == Long.MAX_VALUE) {
          EventLog.info("server.waiting", "held", holder(), "ms", left);
        }
        last = left;
        Thread.sleep(LOOK);
      }
    } catch (MediaException away) {
      EventLog.info("server.unconfirmed"); // the next renewal takes it
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("the start was interrupted", stopped);
    }
  }

  private boolean taken() {
    RedisCall call = new RedisCall(connections).at(KEY);
    boolean taken =
        call.run(
            TAKE, new String[] {KEY}, call.deadline(), value, String.valueOf(LEASE.toMillis()));
    held |= taken;
    return taken;
  }

  /// A server that has had the lease has lost it at once. One that has never had it, because Redis
  /// was away at its start, waits for the lease of a server that may have crashed.
  private void renew() {
    try {
      if (refusal != null || taken()) {
        refusedSince = -1;
        return;
      }
      long now = System.nanoTime();
      refusedSince = refusedSince < 0 ? now : refusedSince;
      if (held || now - refusedSince > LEASE.toNanos()) {
        refusal = inUse();
        EventLog.warn("server.refused", "reason", String.valueOf(refusal));
      }
    } catch (MediaException away) {
      EventLog.debug("server.not-renewed"); // the next time may be early enough
    } catch (RuntimeException failed) {
      EventLog.error("server.failed", failed);
    }
  }

  private String inUse() {
    return "the data set %s is in use by another Calotype, %s; stop it, or give a copy of its data"
            .formatted(dataSet, holder())
        + " folder another database of Redis";
  }

  /// The server that has the lease, without its token.
  private String holder() {
    RedisCall call = new RedisCall(connections).at(KEY);
    String found = call.awaitOrNull(call.send(redis -> redis.get(KEY)));
    return found == null ? "which has ended" : found.replaceFirst(" [^ ]*$", "");
  }

  @Override
  public @Nullable String refusal() {
    return refusal;
  }

  /// Ends the lease, so that the next server starts at once.
  @Override
  public void close() {
    renewing.shutdownNow();
    try {
      RedisCall call = new RedisCall(connections).at(KEY);
      var _ = call.run(RedisLeases.RELEASE, new String[] {KEY}, call.deadline(), value);
    } catch (MediaException | IllegalStateException away) {
      EventLog.debug("server.not-ended"); // the lease expires
    } finally {
      connections.close();
    }
  }
}

package io.calotype.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.cluster.Leases;
import io.calotype.cluster.LeasesContract;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLeasesTest extends LeasesContract {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static RedisServer server;

  @SuppressWarnings("NullAway.Init") // by open
  private RedisConnections connections;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void disconnect() {
    connections.close();
  }

  @Override
  protected Leases open() {
    server.commands().flushall();
    try {
      connections = RedisConnections.open(server.uri());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RedisLeases(connections, LONG);
  }

  @Test
  void acquire_holderStopped_isPossibleAfterTheDuration() {
    RedisLeases stopped = new RedisLeases(connections, Duration.ofMillis(200));
    long fence = stopped.acquire("task").orElseThrow().fence();
    stopped.close(); // renews nothing from now on

    Leases others = new RedisLeases(connections, LONG);
    Leases.Lease[] next = new Leases.Lease[1];
    Await.until(
        () -> {
          others.acquire("task").ifPresent(lease -> next[0] = lease);
          return next[0] != null;
        },
        "the lease of a node that has stopped");

    assertThat(next[0].fence()).isGreaterThan(fence);
  }

  @Test
  void acquire_heldBeyondItsDuration_isRenewed() {
    try (RedisLeases holder = new RedisLeases(connections, Duration.ofSeconds(3));
        Leases.Lease lease = holder.acquire("task").orElseThrow()) {
      String key = server.commands().keys("calotype:lease:{task}").getFirst();
      Await.until(() -> server.commands().pttl(key) < 2_500, "a part of the duration to pass");
      Await.until(() -> server.commands().pttl(key) > 2_500, "a renewed lease");

      assertThat(lease.fence()).isPositive();
      assertThat(new RedisLeases(connections, LONG).acquire("task")).isEmpty();
    }
  }

  /// A paused holder must not end the lease of its successor.
  @Test
  void close_expiredMeanwhile_leavesTheSuccessorsLease() {
    RedisLeases paused = new RedisLeases(connections, LONG);
    Leases.Lease first = paused.acquire("task").orElseThrow();
    server.commands().del("calotype:lease:{task}"); // as if it had expired
    RedisLeases others = new RedisLeases(connections, LONG);
    Leases.Lease second = others.acquire("task").orElseThrow();

    first.close();

    assertThat(others.acquire("task")).isEmpty();
    assertThat(second.fence()).isGreaterThan(first.fence());
  }
}

package io.calotype.redis;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClockTest {
  /// Two hours ahead of Redis, which has the clock of this machine.
  private static final Clock AHEAD = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void instant_machineIsAhead_isTheTimeOfRedis() throws Exception {
    RedisServer server = RedisServer.start(folder);
    try (server;
        RedisConnections connections = RedisConnections.open(server.uri())) {
      Clock clock = new RedisClock(connections, AHEAD);
      assertThat(clock.instant()).isCloseTo(Instant.now(), within(60, SECONDS));

      server.kill();
      RedisServer.await(() -> !connections.servers().connected());

      assertThat(clock.instant()).isCloseTo(Instant.now(), within(60, SECONDS));
    }
  }

  @Test
  void instant_neverConnected_isTheTimeOfTheMachine() throws Exception {
    String nowhere = "redis://127.0.0.1:" + RedisServer.freePort();
    try (RedisConnections connections = RedisConnections.open(nowhere)) {
      assertThat(new RedisClock(connections, AHEAD).instant())
          .isAfter(Instant.now().plus(Duration.ofHours(1)));
    }
  }
}

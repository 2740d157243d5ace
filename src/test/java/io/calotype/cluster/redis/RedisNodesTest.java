package io.calotype.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.Await;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes, which have the same name.
class RedisNodesTest {
  private RedisServer server;
  private RedisConnections connections;
  private RedisNodes one;
  private RedisNodes two;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = RedisServer.start(folder);
    connections = RedisServer.connect(server.uri());
    one = new RedisNodes(connections, "host");
    two = new RedisNodes(connections, "host");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    connections.close();
    server.close();
  }

  @Test
  void reports_ofOthers_areTheirLatest() {
    one.publish("{\"first\": 1}");
    two.publish("own");
    one.publish("{\"second\": \"a b\"}");

    assertThat(two.reports())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.text()).isEqualTo("{\"second\": \"a b\"}");
          assertThat(report.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        });
    assertThat(server.commands().pttl("calotype:reports")).isPositive();
  }

  @Test
  void reports_ofNodesThatHaveStopped_areForgotten() {
    server.commands().hset("calotype:reports", "killed", "1 long ago");
    one.publish("report");
    assertThat(two.reports()).hasSize(1);

    one.close();

    assertThat(two.reports()).isEmpty();
    assertThat(server.commands().hgetall("calotype:reports")).isEmpty();
  }

  @Test
  void reports_fieldsOfAnotherForm_areRemoved() {
    for (String foreign : List.of("", "junk", "junk {}", "99999999999999999999 {}", "-1 {}")) {
      server.commands().hset("calotype:reports", "foreign " + foreign, foreign);
    }
    one.publish("report");

    assertThat(two.reports()).hasSize(1);
    assertThat(server.commands().hlen("calotype:reports")).isEqualTo(1);
  }

  /// For example those of a program that is started and killed in a loop.
  @Test
  void publish_manyOldReports_removesThem() {
    for (int i = 0; i < 1_000; i++) {
      server.commands().hset("calotype:reports", "killed " + i, "1 long ago");
    }

    one.publish("report");

    assertThat(server.commands().hlen("calotype:reports")).isEqualTo(1);
  }

  @Test
  void reports_redisAway_areUnavailable() throws Exception {
    Await.until(() -> two.running().contains("host"), "a connection");
    server.kill();

    assertThatExceptionOfType(MediaException.class).isThrownBy(two::reports);
    assertThat(two.running()).containsExactly("host");
  }
}

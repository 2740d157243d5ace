package io.calotype.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.WorkQueueContract;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisWorkQueueTest extends WorkQueueContract {
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

  @BeforeEach
  void empty() {
    server.commands().flushall();
  }

  @AfterEach
  void disconnect() {
    connections.close();
  }

  @Override
  protected WorkQueue open() throws IOException {
    if (connections != null) {
      connections.close();
    }
    connections = RedisConnections.open(server.uri());
    return new RedisWorkQueue(connections, "removals");
  }

  @Test
  void waiting_moreThanAPage_hasAll() throws IOException {
    WorkQueue queue = open();
    IntStream.range(0, 2_500)
        .forEach(i -> server.commands().xadd("calotype:work:removals", "text", "task " + i));

    assertThat(queue.waiting(Instant.parse("9999-01-01T00:00:00Z")))
        .hasSize(2_500)
        .last()
        .extracting(WorkQueue.Task::text)
        .isEqualTo("task 2499");
  }
}

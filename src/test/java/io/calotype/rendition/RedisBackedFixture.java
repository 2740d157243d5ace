package io.calotype.rendition;

import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Nodes with a real Redis, which is empty before each test, and a real bucket.
abstract class RedisBackedFixture extends RenderNodesFixture {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path data;

  static RedisServer redis;
  static RedisConnections connections;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start(data);
    connections = RedisServer.connect(redis.uri());
  }

  @AfterAll
  static void stop() {
    connections.close();
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.commands().flushall();
  }
}

package io.calotype.cluster.redis;

import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.WorkQueueContract;
import io.calotype.redis.RedisCluster;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class RedisClusterWorkQueueTest extends WorkQueueContract {
  private static final String KEY = "calotype:work:purges-a";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static RedisCluster cluster;
  private static RedisConnections connections;

  @BeforeAll
  static void start() throws IOException {
    cluster = RedisCluster.start(folder);
    connections = RedisServer.connect(cluster.uri());
  }

  @AfterAll
  static void stop() {
    connections.close();
    cluster.close();
  }

  @BeforeEach
  void empty() {
    cluster.masters().forEach(master -> master.commands().flushall());
  }

  @Override
  protected WorkQueue open() {
    return new RedisWorkQueue(connections, "purges-a", "node");
  }

  @Override
  protected void lapse() {
    PendingTasks.idle(cluster.of(KEY).commands(), KEY);
  }
}

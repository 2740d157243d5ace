package io.calotype.rendition;

import io.calotype.Await;
import io.calotype.cluster.redis.RedisSharedWork;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import io.calotype.store.RenditionResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes with a real Redis and a real bucket.
abstract class RedisNodesFixture extends RenderNodesFixture {
  /// A lease that does not expire on a busy machine, which may renew it late.
  static final Duration LONG = Duration.ofMinutes(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path data;

  static RedisServer redis;
  static RedisConnections connections;

  RedisSharedWork firstWork;
  RedisSharedWork secondWork;
  RenderNode one;
  RenderNode two;
  final CountDownLatch go = new CountDownLatch(1);

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
  void open() throws IOException {
    redis.commands().flushall();
    firstWork = new RedisSharedWork(connections, "one", LONG);
    secondWork = new RedisSharedWork(connections, "two", LONG);
    one = node("one", firstWork);
    two = node("two", secondWork);
  }

  @AfterEach
  void close() {
    go.countDown();
    firstWork.close();
    secondWork.close();
  }

  FutureTask<RenditionResult> begun(RenderNode node) {
    FutureTask<RenditionResult> finding = new FutureTask<>(() -> node.find(media));
    Thread.ofVirtual().start(finding);
    return finding;
  }

  /// Begins a render at the first node that ends with `go`.
  FutureTask<RenditionResult> held() {
    one.work = this::waited;
    FutureTask<RenditionResult> first = begun(one);
    Await.until(() -> one.renders.get() == 1, "a render at the first node");
    return first;
  }

  void waited() {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static double made(RenderNode node, String outcome) {
    return node.telemetry.sum("calotype_render_leases", "outcome", outcome);
  }

  static double looks(RenderNode node) {
    return node.telemetry.sum("calotype_shared_lookups", "outcome", "miss");
  }
}

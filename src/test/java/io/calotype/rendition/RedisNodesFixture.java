package io.calotype.rendition;

import io.calotype.Await;
import io.calotype.cluster.redis.RedisSharedWork;
import io.calotype.store.RenditionResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Two nodes that share the work on renditions.
abstract class RedisNodesFixture extends RedisBackedFixture {
  /// A lease that does not expire on a busy machine, which may renew it late.
  static final Duration LONG = Duration.ofMinutes(1);

  RedisSharedWork firstWork;
  RedisSharedWork secondWork;
  RenderNode one;
  RenderNode two;
  final CountDownLatch go = new CountDownLatch(1);

  @BeforeEach
  void open() throws IOException {
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

package io.calotype.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoopTasksTest {
  @Test
  void run_runsOnTheLoop() {
    Vertx vertx = Vertx.vertx();
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();

    LoopTasks.run(vertx.getOrCreateContext(), () -> onLoop.complete(Context.isOnEventLoopThread()));

    assertThat(onLoop.join()).isTrue();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /// As of a request that is worked on while the server stops.
  @Test
  void run_afterTheLoopHasStopped_dropsTheTask() {
    Vertx vertx = Vertx.vertx();
    Context loop = vertx.getOrCreateContext();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    AtomicBoolean ran = new AtomicBoolean();

    assertThatCode(() -> LoopTasks.run(loop, () -> ran.set(true))).doesNotThrowAnyException();

    assertThat(ran).isFalse();
  }
}

package io.calotype.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class RedisConnectionTest {
  /// Lettuce cancels what has no reply when a connection is closed, and not every caller may know.
  @Test
  void await_aCommandThatWasCancelled_failsAsALostConnection() {
    CompletableFuture<String> reply = new CompletableFuture<>();
    reply.cancel(true);

    assertThatThrownBy(() -> RedisConnection.await(reply, 1))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancellationException.class);
  }
}

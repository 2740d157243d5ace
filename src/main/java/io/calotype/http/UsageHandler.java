package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.upkeep.Census;
import io.calotype.upkeep.Usage;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Counts what there is: `GET /api/admin/usage`.
///
/// Whoever asks while it is counted shares the result. One that takes longer than a connection may
/// be silent is answered with 202, and taken by whoever asks again.
final class UsageHandler {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final byte[] COUNTING =
      "{\"status\":\"counting\"}".getBytes(StandardCharsets.US_ASCII);

  private final Census census;
  private final AtomicReference<@Nullable CompletableFuture<Usage>> underWay =
      new AtomicReference<>();

  UsageHandler(Census census) {
    this.census = census;
  }

  void usage(Exchange exchange) {
    Options.require(exchange.parameters(), Set.of());
    exchange.offload(() -> {
      exchange.require(Action.ADMINISTER);
      counted()
          .ifPresentOrElse(
              usage -> exchange.json(200, Json.bytes(json -> UsageJson.write(json, usage))),
              () -> later(exchange));
    });
  }

  private static void later(Exchange exchange) {
    exchange.onLoop(() -> {
      exchange.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      exchange.jsonNow(202, COUNTING);
    });
  }

  /// Empty where it is still being counted.
  private Optional<Usage> counted() {
    CompletableFuture<Usage> mine = new CompletableFuture<>();
    CompletableFuture<Usage> first = underWay.compareAndExchange(null, mine);
    CompletableFuture<Usage> count = first == null ? mine : first;
    if (first == null) {
      var _ =
          mine.completeAsync(census::take, Thread::startVirtualThread)
              .whenCompleteAsync(
                  (usage, failed) -> underWay.compareAndSet(mine, null),
                  CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }
    try {
      Usage usage = count.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      underWay.compareAndSet(count, null);
      return Optional.of(usage);
    } catch (TimeoutException late) {
      return Optional.empty();
    } catch (ExecutionException failed) {
      underWay.compareAndSet(count, null);
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}

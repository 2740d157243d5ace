package io.calotype.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Waits until a replica has the changes of one connection (`WAIT`).
///
/// Redis runs no other command of the connection meanwhile. At most one `WAIT` is therefore under
/// way, and changes that end meanwhile share the next one: a replica that does not answer delays
/// each change by two limits at most, whatever their number (ADR-0047).
final class ReplicaWait {
  /// The limit of one `WAIT`.
  static final Duration LIMIT = Duration.ofMillis(100);

  private final RedisConnection connection;
  private @Nullable CompletableFuture<Boolean> underWay; // guarded by this
  private @Nullable CompletableFuture<Boolean> next; // guarded by this

  ReplicaWait(RedisConnection connection) {
    this.connection = connection;
  }

  /// The connection. Changes are sent on it.
  RedisConnection connection() {
    return connection;
  }

  /// Completes with whether a replica has all changes whose replies were received before this call.
  /// Never fails.
  CompletableFuture<Boolean> confirmed() {
    CompletableFuture<Boolean> first;
    synchronized (this) {
      if (underWay != null) {
        CompletableFuture<Boolean> shared = next == null ? new CompletableFuture<>() : next;
        next = shared;
        return shared;
      }
      first = new CompletableFuture<>();
      underWay = first;
    }
    send(first);
    return first;
  }

  private void send(CompletableFuture<Boolean> answer) {
    var _ =
        connection
            .send(redis -> redis.waitForReplication(1, LIMIT.toMillis()))
            .whenComplete((replicas, failed) -> {
              answer.complete(failed == null && replicas >= 1);
              proceed();
            });
  }

  private void proceed() {
    CompletableFuture<Boolean> following;
    synchronized (this) {
      following = next;
      underWay = following;
      next = null;
    }
    if (following != null) {
      send(following);
    }
  }
}

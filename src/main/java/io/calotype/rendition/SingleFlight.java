package io.calotype.rendition;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Single flight: concurrent callers with the same key share one execution and its result or
/// failure.
///
/// @param <K> key of the work
/// @param <V> result of the work
public final class SingleFlight<K, V> {
  private final ConcurrentMap<K, Flight<V>> underWay = new ConcurrentHashMap<>();
  private final UnaryOperator<V> shared;

  /// Work in progress.
  private record Flight<V>(Urgency urgency, CompletableFuture<V> result) {}

  /// Creates a single flight without work.
  ///
  /// @param shared maps the result for callers that waited
  public SingleFlight(UnaryOperator<V> shared) {
    this.shared = shared;
  }

  /// Returns the result of `work` for `key`, run by this caller or by the first one.
  public V share(K key, Supplier<V> work) {
    return share(key, Urgency.of(Priority.INTERACTIVE), work);
  }

  /// Like the other `share`, for work whose urgency rises to that of its most urgent caller.
  public V share(K key, Urgency urgency, Supplier<V> work) {
    Flight<V> mine = new Flight<>(urgency, new CompletableFuture<>());
    Flight<V> first = underWay.putIfAbsent(key, mine);
    if (first == null) {
      return lead(key, mine.result(), work);
    }
    first.urgency().raise(urgency.priority());
    return follow(first.result());
  }

  /// The work leaves the map before its result is published: a retrying caller does not meet it.
  private V lead(K key, CompletableFuture<V> mine, Supplier<V> work) {
    try {
      V result = work.get();
      underWay.remove(key);
      mine.complete(result);
      return result;
    } catch (RuntimeException | Error failed) {
      underWay.remove(key);
      mine.completeExceptionally(failed);
      throw failed;
    }
  }

  private V follow(CompletableFuture<V> first) {
    try {
      return shared.apply(first.join());
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}

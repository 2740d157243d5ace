package io.calotype.rendition;

import io.calotype.imaging.Priority;
import io.calotype.imaging.Urgency;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Single flight: callers that ask for work that is under way wait for it, and share its result or
/// its failure.
///
/// @param <K> what work is known by
/// @param <V> what it results in
public final class SingleFlight<K, V> {
  private final ConcurrentMap<K, Flight<V>> underWay = new ConcurrentHashMap<>();
  private final UnaryOperator<V> shared;

  /// Work under way.
  private record Flight<V>(Urgency urgency, CompletableFuture<V> result) {}

  /// @param shared the result for those who have waited for it
  public SingleFlight(UnaryOperator<V> shared) {
    this.shared = shared;
  }

  /// The result of `work` for `key`, done by this caller or by the one that came first.
  public V share(K key, Supplier<V> work) {
    return share(key, Urgency.of(Priority.INTERACTIVE), work);
  }

  /// The same for work whose urgency rises to that of the most urgent caller who waits for it.
  public V share(K key, Urgency urgency, Supplier<V> work) {
    Flight<V> mine = new Flight<>(urgency, new CompletableFuture<>());
    Flight<V> first = underWay.putIfAbsent(key, mine);
    if (first == null) {
      return lead(key, mine.result(), work);
    }
    first.urgency().raise(urgency.priority());
    return follow(first.result());
  }

  /// The work leaves the map before its result is told: a caller that tries again does not meet it.
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

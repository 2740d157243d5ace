package io.calotype.rendition;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Work under way by key: whoever asks for what is being made waits for it and shares the result,
/// or the failure.
///
/// @param <K> what work is known by
/// @param <V> what it results in
public final class Flights<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();
  private final UnaryOperator<V> shared;

  /// @param shared what those have of a result who have waited for it
  public Flights(UnaryOperator<V> shared) {
    this.shared = shared;
  }

  /// The result of `work` for `key`, done by this caller or by the one that came first.
  public V share(K key, Supplier<V> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> first = underWay.putIfAbsent(key, mine);
    return first == null ? lead(key, mine, work) : follow(first);
  }

  /// The work has ended before anybody hears of it: whoever tries again then does not meet it.
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

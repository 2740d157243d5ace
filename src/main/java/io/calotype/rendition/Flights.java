package io.calotype.rendition;

import io.calotype.cache.CacheKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// Work under way by key: whoever asks for what is being made waits for it and shares the result,
/// or the failure.
final class Flights {
  private final ConcurrentMap<CacheKey, CompletableFuture<Found>> underWay =
      new ConcurrentHashMap<>();

  /// The result of `work` for `key`, done by this caller or by the one that came first.
  Found share(CacheKey key, Supplier<Found> work) {
    CompletableFuture<Found> mine = new CompletableFuture<>();
    CompletableFuture<Found> first = underWay.putIfAbsent(key, mine);
    return first == null ? lead(key, mine, work) : follow(first);
  }

  private Found lead(CacheKey key, CompletableFuture<Found> mine, Supplier<Found> work) {
    try {
      Found found = work.get();
      mine.complete(found);
      return found;
    } catch (RuntimeException | Error failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      underWay.remove(key);
    }
  }

  private static Found follow(CompletableFuture<Found> first) {
    try {
      return first.join().collapsed();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}

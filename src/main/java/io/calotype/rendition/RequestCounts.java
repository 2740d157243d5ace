package io.calotype.rendition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.cache.CacheKey;
import io.calotype.cluster.SharedCounts;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests for renditions within an hour. Those at other nodes are added every [#PAUSE], in one
/// batch, so that a request needs no call.
public final class RequestCounts implements AutoCloseable {
  private static final int MAX_COUNTED = 50_000;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Cache<CacheKey, AtomicInteger> requests =
      Caffeine.newBuilder()
          .maximumSize(MAX_COUNTED)
          .expireAfterWrite(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();

  /// Requests that other nodes do not know of, of at most [SharedCounts#MAX_NAMES] renditions.
  private final ConcurrentMap<CacheKey, AtomicInteger> unsent = new ConcurrentHashMap<>();

  private final ScheduledExecutorService exchanges =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("counts-", 0).factory());
  private final SharedCounts others;

  /// Creates counts of zero.
  public RequestCounts(SharedCounts others) {
    this.others = others;
  }

  /// Starts to exchange counts with other nodes, if there may be any.
  public RequestCounts begin() {
    if (others.distributed()) {
      var _ =
          exchanges.scheduleWithFixedDelay(
              this::exchange, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return this;
  }

  /// Counts one request and returns the number of requests. Never blocks.
  int add(CacheKey key) {
    if (others.distributed()) {
      note(key);
    }
    return count(key).incrementAndGet();
  }

  private void note(CacheKey key) {
    AtomicInteger present = unsent.get(key);
    if (present == null && unsent.size() < SharedCounts.MAX_NAMES) {
      present = unsent.computeIfAbsent(key, first -> new AtomicInteger());
    }
    if (present != null) {
      present.incrementAndGet();
    }
  }

  private AtomicInteger count(CacheKey key) {
    return requests.get(key, first -> new AtomicInteger());
  }

  /// Starts again at zero at this node.
  void forget(CacheKey key) {
    requests.invalidate(key);
  }

  /// Sends the requests since the last exchange, and takes over higher sums. Counts that cannot be
  /// sent are lost.
  void exchange() {
    Map<String, CacheKey> keys = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (CacheKey key : unsent.keySet()) {
      AtomicInteger count = unsent.remove(key);
      if (count != null && counts.size() < SharedCounts.MAX_NAMES) {
        keys.put(key.toString(), key);
        counts.put(key.toString(), count.get());
      }
    }
    try {
      if (!counts.isEmpty()) {
        others
            .add(counts)
            .forEach((name, sum) -> {
              CacheKey key = keys.get(name);
              if (key != null) {
                count(key).accumulateAndGet(sum, Math::max);
              }
            });
      }
    } catch (MediaException away) {
      EventLog.debug("counts.lost", "renditions", counts.size());
    } catch (RuntimeException failed) { // an exception would end the exchanges
      EventLog.error("counts.failed", failed);
    }
  }

  @Override
  public void close() {
    exchanges.shutdownNow();
  }
}

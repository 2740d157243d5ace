package io.calotype.http.events;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Limits the open responses, of each caller and of all together.
///
/// Threads: any.
final class StreamLimit {
  private static final int MAX = 2_000;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Map<String, Integer> callers = new HashMap<>();
  private final int max;
  private final int perCaller;
  private int open;

  /// @param max the number of all responses
  /// @param perCaller the number of those of one caller
  StreamLimit(int max, int perCaller) {
    this.max = max;
    this.perCaller = perCaller;
  }

  /// The limits of a server with at most `maxConnections`: half of them, at most [#MAX], and a
  /// quarter of those for each caller.
  static StreamLimit within(int maxConnections) {
    int max = Math.clamp(maxConnections / 2, 1, MAX);
    return new StreamLimit(max, Math.max(1, max / 4));
  }

  /// Registers a response of `caller`.
  ///
  /// Errors: `TooManyStreams`, `Overloaded`.
  synchronized Place take(String caller) {
    if (callers.getOrDefault(caller, 0) >= perCaller) {
      throw new MediaException(new Failure.TooManyStreams(perCaller, RETRY_AFTER));
    }
    if (open >= max) {
      throw new MediaException(new Failure.Overloaded(RETRY_AFTER));
    }
    open++;
    callers.merge(caller, 1, Integer::sum);
    return new Place(caller);
  }

  private synchronized void release(String caller) {
    open--;
    callers.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
  }

  /// The number of open responses.
  synchronized int open() {
    return open;
  }

  /// The right to one response.
  final class Place implements AutoCloseable {
    private final AtomicBoolean released = new AtomicBoolean();
    private final String caller;

    private Place(String caller) {
      this.caller = caller;
    }

    /// Ends the right. Repeated calls have no effect.
    @Override
    public void close() {
      if (released.compareAndSet(false, true)) {
        release(caller);
      }
    }
  }
}

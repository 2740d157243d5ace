package io.calotype.app;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes the registered components in reverse order. A failure does not prevent the others from
/// closing; the first failure is thrown at the end.
public final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// Registers `part` and returns it.
  public <T extends AutoCloseable> T register(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    RuntimeException first = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = new IllegalStateException("closing has failed", e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

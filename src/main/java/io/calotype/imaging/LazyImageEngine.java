package io.calotype.imaging;

import io.calotype.media.Picture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An image engine that starts on first use.
public final class LazyImageEngine implements ImageEngine {
  private final Supplier<ImageEngine> start;
  private @Nullable ImageEngine started;
  private boolean closed;

  /// Calls `start` at most once.
  public LazyImageEngine(Supplier<ImageEngine> start) {
    this.start = start;
  }

  @Override
  public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
    return engine().render(urgency, source, plan, sink);
  }

  @Override
  public boolean ready() {
    return engine().ready();
  }

  private synchronized ImageEngine engine() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    ImageEngine engine = started == null ? start.get() : started;
    started = engine;
    return engine;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (started != null) {
      started.close();
    }
  }
}

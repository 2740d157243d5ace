package io.calotype.catalog;

import io.calotype.media.MediaId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Serialises whatever changes one media: storing it, publishing a rendition of it, removing it.
///
/// Striped: two ids may share a lock, so an action must never take a second one.
public final class MediaLocks {
  private static final int STRIPES = 256;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  /// Runs `action` while nobody else changes the media `id`.
  public <T> T with(MediaId id, Supplier<T> action) {
    ReentrantLock lock = locks[Math.floorMod(id.hashCode(), STRIPES)];
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}

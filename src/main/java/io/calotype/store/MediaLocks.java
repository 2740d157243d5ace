package io.calotype.store;

import io.calotype.media.MediaId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Serialises all changes of one media: storing it, publishing a rendition of it, removing it.
///
/// Striped over 256 locks: two ids may share a lock. An action must therefore never take a second
/// one.
public final class MediaLocks {
  private static final int STRIPES = 256;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  /// Runs `action` under the lock of the media `id`.
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

package io.calotype.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The keys that were written last, in order (the window of W-TinyLFU). A new entry is kept while
/// it is in the window. Leaving it, the entry has to be asked for as often as the entry that would
/// be evicted for it.
///
/// The window holds a sixteenth of the budget, twice that at most, and 65,536 keys.
final class AdmissionWindow {
  private static final int SHARE = 16;
  private static final int MAX_KEYS = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<CacheKey, Long> charges = new LinkedHashMap<>();
  private final long max;
  private long bytes;

  /// The window of a cache of `budget` bytes.
  AdmissionWindow(long budget) {
    this.max = budget / SHARE;
  }

  /// Enters a key as the newest. The oldest leave without a contest where nothing was evicted for
  /// so long that the window has grown to its bound.
  void add(CacheKey key, long charge) {
    lock.lock();
    try {
      drop(key);
      charges.put(key, charge);
      bytes += charge;
      while (charges.size() > 1 && (bytes > 2 * max || charges.size() > MAX_KEYS)) {
        drop(charges.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes a key out whose entry has been deleted.
  void remove(CacheKey key) {
    lock.lock();
    try {
      drop(key);
    } finally {
      lock.unlock();
    }
  }

  /// Whether `key` is in it.
  boolean holds(CacheKey key) {
    lock.lock();
    try {
      return charges.containsKey(key);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the oldest key where there are more than a sixteenth of the budget, or by `force` where
  /// there is one.
  @Nullable CacheKey poll(boolean force) {
    lock.lock();
    try {
      Iterator<CacheKey> oldest = charges.keySet().iterator();
      if (!oldest.hasNext() || !(force || bytes > max)) {
        return null;
      }
      CacheKey key = oldest.next();
      drop(key);
      return key;
    } finally {
      lock.unlock();
    }
  }

  private void drop(CacheKey key) {
    Long charge = charges.remove(key);
    if (charge != null) {
      bytes -= charge;
    }
  }
}

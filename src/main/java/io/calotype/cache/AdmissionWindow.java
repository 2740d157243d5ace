package io.calotype.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The most recently written keys, in order (the window of W-TinyLFU). [Eviction] does not sample
/// entries in the window. On leaving the window, an entry must have been requested at least as
/// often as the entry that would be evicted instead.
///
/// The window holds 1/16 of the budget, at most 1/8, and at most 65,536 keys.
final class AdmissionWindow {
  private static final int SHARE = 16;
  private static final int MAX_KEYS = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<CacheKey, Long> charges = new LinkedHashMap<>();
  private final long max;
  private long bytes;

  /// Creates the window of a cache of `budget` bytes.
  AdmissionWindow(long budget) {
    this.max = budget / SHARE;
  }

  /// Adds a key as the newest. If the window exceeds 1/8 of the budget or 65,536 keys, the oldest
  /// keys leave without a comparison. The window grows that far only while no eviction runs.
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

  /// Removes the key of a deleted entry.
  void remove(CacheKey key) {
    lock.lock();
    try {
      drop(key);
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether the window holds `key`.
  boolean holds(CacheKey key) {
    lock.lock();
    try {
      return charges.containsKey(key);
    } finally {
      lock.unlock();
    }
  }

  /// Removes and returns the oldest key if the window exceeds 1/16 of the budget. With `force`,
  /// removes the oldest key of any window that is not empty.
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

package io.calotype.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// Estimates how often keys were requested recently: a count-min sketch of 4-bit counters (TinyLFU,
/// Einziger, Friedman and Manes 2017). All counters are halved after ten additions for each
/// expected key, so that old frequencies decay.
///
/// The sketch is not persisted. No method blocks.
final class FrequencySketch {
  /// The highest estimate.
  static final int MAX = 15;

  /// The lowest frequency that counts as requested repeatedly.
  private static final int OFTEN = 2;

  private static final int ROWS = 4;
  private static final int COUNTER_BITS = 4;
  private static final int MIN_WORDS = 1 << 10;
  private static final int MAX_WORDS = 1 << 18;
  private static final int SAMPLES_PER_WORD = 10;
  private static final long HALVES = 0x7777_7777_7777_7777L;
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private final AtomicLongArray words;
  private final AtomicInteger additions = new AtomicInteger();

  /// Creates a sketch of 8 bytes for each of `expectedKeys`, at least 8 KiB and at most 2 MiB.
  FrequencySketch(long expectedKeys) {
    int bound = Math.clamp(expectedKeys, MIN_WORDS, MAX_WORDS);
    words = new AtomicLongArray(Integer.highestOneBit(bound));
  }

  /// Counts one request for `key`.
  void add(CacheKey key) {
    for (int row = 0; row < ROWS; row++) {
      increment(spread(key, row));
    }
    if (additions.incrementAndGet() >= words.length() * SAMPLES_PER_WORD) {
      age();
    }
  }

  /// Whether `key` was requested repeatedly, as far as the counts reach back.
  boolean often(CacheKey key) {
    return frequency(key) >= OFTEN;
  }

  /// Estimates how often `key` was requested recently, from 0 to [#MAX]. Too low only through
  /// decay.
  int frequency(CacheKey key) {
    int min = MAX;
    for (int row = 0; row < ROWS; row++) {
      long place = spread(key, row);
      min = Math.min(min, (int) (words.get(word(place)) >>> shift(place)) & MAX);
    }
    return min;
  }

  private void increment(long place) {
    int word = word(place);
    long one = 1L << shift(place);
    long full = (long) MAX << shift(place);
    long before = words.get(word);
    while ((before & full) != full && !words.compareAndSet(word, before, before + one)) {
      before = words.get(word);
    }
  }

  private void age() {
    int counted = additions.get();
    if (counted < words.length() * SAMPLES_PER_WORD
        || !additions.compareAndSet(counted, counted / 2)) {
      return;
    }
    for (int word = 0; word < words.length(); word++) {
      words.getAndUpdate(word, counters -> counters >>> 1 & HALVES);
    }
  }

  private int word(long place) {
    return (int) (place >>> COUNTER_BITS) & words.length() - 1;
  }

  private static int shift(long place) {
    return (int) (place & MAX) * COUNTER_BITS;
  }

  /// A hash of `key` for one row (the finalizer of SplitMix64).
  private static long spread(CacheKey key, int row) {
    long hash = (key.hashCode() + 1L) * GOLDEN + row * GOLDEN;
    hash = (hash ^ hash >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    hash = (hash ^ hash >>> 27) * 0x94d0_49bb_1331_11ebL;
    return hash ^ hash >>> 31;
  }
}

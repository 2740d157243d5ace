package io.calotype.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What the cache takes of the disk: what is booked in counted shards, and what is reserved for
/// entries being written.
final class Account {
  private final AtomicInteger uncounted;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();

  /// An account of `shards` shards that are all still to be counted.
  Account(int shards) {
    uncounted = new AtomicInteger(shards);
  }

  /// Whether every shard has been counted, so that [#total] is all there is.
  boolean complete() {
    return uncounted.get() == 0;
  }

  /// Booked and reserved bytes.
  long total() {
    return total.get();
  }

  /// Booked bytes.
  long bytes() {
    return Math.max(0, total.get() - reserved.get());
  }

  /// Booked entries.
  long entries() {
    return entries.get();
  }

  /// Reserves `charge` bytes, or gives them back where it is negative.
  void reserve(long charge) {
    total.addAndGet(charge);
    reserved.addAndGet(charge);
  }

  void book(long moreEntries, long moreBytes) {
    entries.addAndGet(moreEntries);
    total.addAndGet(moreBytes);
  }

  void shardCounted() {
    uncounted.decrementAndGet();
  }
}

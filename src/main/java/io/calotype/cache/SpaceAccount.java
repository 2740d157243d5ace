package io.calotype.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The disk space of the cache: booked for counted entries, reserved for entries being written, and
/// estimated for the entries in folders that cannot be listed.
final class SpaceAccount {
  private final AtomicInteger uncounted;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();
  private volatile SpaceEstimate estimate = SpaceEstimate.NONE;

  /// Creates an account of `shards` uncounted shards.
  SpaceAccount(int shards) {
    uncounted = new AtomicInteger(shards);
  }

  /// Returns whether every shard was counted and the estimate is credible, so that [#total] is
  /// complete.
  boolean complete() {
    return uncounted.get() == 0 && estimate.credible();
  }

  /// Returns whether every shard was counted and every folder could be listed.
  boolean exact() {
    return uncounted.get() == 0 && estimate.folders() == 0;
  }

  /// Booked, reserved and estimated bytes.
  long total() {
    return total.get() + estimate.bytes();
  }

  /// The estimate for folders that cannot be listed.
  SpaceEstimate estimate() {
    return estimate;
  }

  void estimate(SpaceEstimate anew) {
    estimate = anew;
  }

  /// Booked bytes.
  long bytes() {
    return Math.max(0, total.get() - reserved.get());
  }

  /// Booked entries.
  long entries() {
    return entries.get();
  }

  /// Reserves `charge` bytes, or releases them if it is negative.
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

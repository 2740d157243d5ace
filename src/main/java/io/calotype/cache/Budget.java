package io.calotype.cache;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/// Keeps the tree within `max` bytes. An entry reserves its bytes before it is written. A writer
/// that reserves more than is free evicts the rest first. Booked and reserved bytes together exceed
/// the budget only by the reservations that still wait for room.
///
/// While shards are uncounted, the size of the tree is unknown. Each entry then evicts as much as
/// it takes, so that an inherited tree does not grow meanwhile. Where there is too little to evict,
/// the tree is so small that the writer counts it.
///
/// A folder that cannot be listed is passed over, and its shard is estimated (see [SpaceEstimate]).
/// Such shards are counted again at most once a minute.
///
/// Files that other programs delete stay booked. Once as much as the budget has been evicted, the
/// whole tree is counted again.
///
/// On a full disk the tree gives way to other data: it shrinks below its budget, and does not grow
/// again for ten minutes.
///
/// Beyond need, a background task keeps a slack of up to 64 MiB free, so that writers seldom evict.
final class Budget {
  private static final long MAX_SLACK = 64 << 20;
  private static final int SLACK_SHARE = 32;
  private static final long RECOUNT_MILLIS = 60_000;
  private static final long SMALL_MILLIS = 600_000;

  private final long max;
  private final FolderTree tree;
  private final SpaceAccount account;
  private final Eviction eviction;
  private final BackgroundTasks background;
  private final Clock clock;
  private final AtomicLong evicted = new AtomicLong();
  private final AtomicBoolean tidying = new AtomicBoolean();
  private volatile Ceiling ceiling = new Ceiling(Long.MAX_VALUE, Long.MIN_VALUE);
  private final AtomicLong recountAt = new AtomicLong(Long.MIN_VALUE);

  Budget(
      FolderTree tree,
      SpaceAccount account,
      Eviction eviction,
      BackgroundTasks background,
      Clock clock) {
    this.max = tree.maxLength();
    this.tree = tree;
    this.account = account;
    this.eviction = eviction;
    this.background = background;
    this.clock = clock;
  }

  /// Reserves `charge` bytes and makes room for them.
  ///
  /// @return false where there can be no room; nothing is reserved then
  boolean reserve(long charge) throws IOException {
    if (charge > limit()) {
      return false;
    }
    boolean room = false;
    account.reserve(charge);
    try {
      room = makeRoom(charge);
      return room;
    } finally {
      if (!room) {
        release(charge);
      }
    }
  }

  /// Gives a reservation back: its entry is booked, or has come to nothing.
  void release(long charge) {
    account.reserve(-charge);
  }

  /// Counts in the background what is uncounted and makes some slack, where either is wanting.
  void tidy() {
    boolean wanting = countable() || account.total() > limit() - slack() / 2;
    if (wanting && tidying.compareAndSet(false, true) && !background.run(this::tidyNow)) {
      tidying.set(false);
    }
  }

  /// Evicts `bytes`, or all there is, and holds the tree at the size that is left.
  SweepResult giveWay(long bytes) {
    SweepResult freed = evict(now -> now >= bytes);
    long left = account.total();
    ceiling = new Ceiling(left, clock.millis() + SMALL_MILLIS);
    if (freed.entries() > 0) {
      EventLog.warn("cache.gave-way", "bytes", freed.bytes(), "bytesLeft", left);
    }
    return freed;
  }

  /// The budget, or less for a time after [#giveWay].
  private long limit() {
    return givingWay() ? Math.min(max, ceiling.bytes()) : max;
  }

  private boolean givingWay() {
    return clock.millis() < ceiling.until();
  }

  /// A limit below the budget.
  private record Ceiling(long bytes, long until) {}

  /// Whether shards are to be counted: never counted before, or in part a minute ago.
  private boolean countable() {
    return !account.exact() && clock.millis() >= recountAt.get();
  }

  /// The same at once, where it is not under way in the background.
  ///
  /// @return what was evicted for it
  SweepResult tidyAtOnce() {
    return tidying.compareAndSet(false, true) ? tidyNow() : SweepResult.NONE;
  }

  private SweepResult tidyNow() {
    try {
      countWhereDue();
      return evict(freed -> background.closing() || account.total() <= limit() - slack());
    } catch (IOException fault) {
      tree.faults().note("tidy", fault);
      return SweepResult.NONE;
    } finally {
      tidying.set(false);
    }
  }

  private void countWhereDue() throws IOException {
    boolean again = evicted.get() >= max;
    if (again || countable()) {
      count(again);
    }
  }

  private boolean makeRoom(long charge) throws IOException {
    long evictedNow = evict(freed -> hasRoom(charge, freed)).bytes();
    return hasRoom(charge, evictedNow) || hasRoomOnceCounted();
  }

  private SweepResult evict(LongPredicate enough) {
    SweepResult now = eviction.evict(enough);
    evicted.addAndGet(now.bytes());
    return now;
  }

  private boolean hasRoom(long charge, long freed) {
    return account.total() <= limit() && (account.complete() || freed >= charge);
  }

  private boolean hasRoomOnceCounted() throws IOException {
    count(true);
    return account.total() <= limit();
  }

  /// Counts every shard, or those that are not counted as a whole.
  private void count(boolean again) throws IOException {
    if (again) {
      evicted.set(0);
    }
    for (int shard = 0; shard < FolderTree.SHARDS && !background.closing(); shard++) {
      tree.count(shard, again);
    }
    estimate();
  }

  private void estimate() throws IOException {
    SpaceEstimate before = account.estimate();
    SpaceEstimate now = SpaceEstimate.of(tree.shards(), max);
    account.estimate(now);
    recountAt.set(now.folders() == 0 ? Long.MIN_VALUE : clock.millis() + RECOUNT_MILLIS);
    if (now.folders() > before.folders()) {
      EventLog.warn("cache.uncounted", "folders", now.folders(), "estimatedBytes", now.bytes());
    } else if (now.folders() < before.folders()) {
      EventLog.info("cache.counted", "foldersLeft", now.folders());
    }
  }

  /// No slack below the budget: [#giveWay] frees what is needed, and no more.
  private long slack() {
    return givingWay() ? 0 : Math.min(max / SLACK_SHARE, MAX_SLACK);
  }
}

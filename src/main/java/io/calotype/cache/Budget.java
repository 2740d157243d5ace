package io.calotype.cache;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/// Keeps the tree within `max` bytes. An entry reserves its bytes before it is written. If a writer
/// reserves more than is free, it evicts the difference first. Booked and reserved bytes together
/// exceed the budget only by the reservations that still wait for room.
///
/// While shards are uncounted, the size of the tree is unknown. Each new entry then evicts its own
/// size, so that an inherited tree does not grow meanwhile. If too little can be evicted, the tree
/// is small, and the writer counts it.
///
/// A folder that cannot be listed is skipped, and its shard is estimated (see [SpaceEstimate]).
/// Such shards are counted again at most once a minute.
///
/// Files that other programs delete stay booked. Therefore the whole tree is counted again after
/// evictions add up to the budget.
///
/// On a full disk the tree frees space for other data: it shrinks below its budget, and does not
/// grow again for ten minutes.
///
/// In addition, a background task keeps up to 64 MiB free, so that writers seldom evict.
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

  /// Reserves `charge` bytes and evicts entries to make room for them.
  ///
  /// @return false if there cannot be room; nothing is reserved then
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

  /// Releases a reservation, after its entry was booked or abandoned.
  void release(long charge) {
    account.reserve(-charge);
  }

  /// Starts a background task that counts uncounted shards and evicts down to the slack, if either
  /// is needed.
  void tidy() {
    boolean needed = countable() || account.total() > limit() - slack() / 2;
    if (needed && tidying.compareAndSet(false, true) && !background.run(this::tidyNow)) {
      tidying.set(false);
    }
  }

  /// Evicts `bytes`, or all entries if there are fewer, and limits the tree to the remaining size
  /// for ten minutes.
  SweepResult giveWay(long bytes) {
    SweepResult freed = evict(now -> now >= bytes);
    long left = account.total();
    ceiling = new Ceiling(left, clock.millis() + SMALL_MILLIS);
    if (freed.entries() > 0) {
      EventLog.warn("cache.gave-way", "bytes", freed.bytes(), "bytesLeft", left);
    }
    return freed;
  }

  /// The budget, or a lower limit for ten minutes after [#giveWay].
  private long limit() {
    return givingWay() ? Math.min(max, ceiling.bytes()) : max;
  }

  private boolean givingWay() {
    return clock.millis() < ceiling.until();
  }

  /// A limit in bytes below the budget, valid until a time in milliseconds since 1970.
  private record Ceiling(long bytes, long until) {}

  /// Returns whether shards are due for counting: never counted, or counted in part a minute ago.
  private boolean countable() {
    return !account.exact() && clock.millis() >= recountAt.get();
  }

  /// Like [#tidy], but in the calling thread. Does nothing while the background task runs.
  ///
  /// @return the entries that were evicted
  SweepResult tidyAtOnce() {
    return tidying.compareAndSet(false, true) ? tidyNow() : SweepResult.NONE;
  }

  private SweepResult tidyNow() {
    try {
      countIfDue();
      return evict(freed -> background.closing() || account.total() <= limit() - slack());
    } catch (IOException fault) {
      tree.faults().note("tidy", fault);
      return SweepResult.NONE;
    } finally {
      tidying.set(false);
    }
  }

  private void countIfDue() throws IOException {
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

  /// Counts every shard if `again`, otherwise only the shards that are not counted completely.
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

  /// The slack in bytes. It is 0 after [#giveWay], which frees exactly the requested bytes.
  private long slack() {
    return givingWay() ? 0 : Math.min(max / SLACK_SHARE, MAX_SLACK);
  }
}

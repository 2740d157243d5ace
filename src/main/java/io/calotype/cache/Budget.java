package io.calotype.cache;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/// Keeps the tree within `max` bytes. An entry reserves its bytes before it is written, and whoever
/// reserves more than there is evicts the rest first: so booked and reserved bytes together pass
/// the budget only by what is still being made room for.
///
/// While shards are uncounted nobody knows how much there is. Each entry then evicts as much as it
/// takes, wherever from: what was inherited does not grow meanwhile. Where there is too little to
/// evict, the tree is so small that the writer counts it.
///
/// What others delete stays booked. Once as much as the budget has been evicted, everything is
/// counted again, so that no such error lasts.
///
/// Beyond need, a background task keeps a slack of up to 64 MiB free, so that writers seldom evict.
final class Budget {
  private static final long MAX_SLACK = 64 << 20;
  private static final int SLACK_SHARE = 32;

  private final long max;
  private final Tree tree;
  private final Account account;
  private final Eviction eviction;
  private final Background background;
  private final Faults faults;
  private final AtomicLong evicted = new AtomicLong();
  private final AtomicBoolean tidying = new AtomicBoolean();

  Budget(Tree tree, Account account, Eviction eviction, Background background, Faults faults) {
    this.max = tree.maxLength();
    this.tree = tree;
    this.account = account;
    this.eviction = eviction;
    this.background = background;
    this.faults = faults;
  }

  /// Reserves `charge` bytes and makes room for them.
  ///
  /// @return false where there can be no room; nothing is reserved then
  boolean reserve(long charge) throws IOException {
    if (charge > max) {
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
    boolean wanting = !account.complete() || account.total() > max - slack() / 2;
    if (wanting && tidying.compareAndSet(false, true) && !background.run(this::tidyNow)) {
      tidying.set(false);
    }
  }

  /// The same at once, where it is not under way in the background.
  ///
  /// @return what was evicted for it
  Swept tidyAtOnce() {
    return tidying.compareAndSet(false, true) ? tidyNow() : Swept.NONE;
  }

  private Swept tidyNow() {
    try {
      count(evicted.get() >= max);
      return evict(freed -> background.closing() || account.total() <= max - slack());
    } catch (IOException fault) {
      faults.note("tidy", fault);
      return Swept.NONE;
    } finally {
      tidying.set(false);
    }
  }

  private boolean makeRoom(long charge) throws IOException {
    long evictedNow = evict(freed -> hasRoom(charge, freed)).bytes();
    return hasRoom(charge, evictedNow) || hasRoomOnceCounted();
  }

  private Swept evict(LongPredicate enough) throws IOException {
    Swept now = eviction.evict(enough);
    evicted.addAndGet(now.bytes());
    return now;
  }

  private boolean hasRoom(long charge, long freed) {
    return account.total() <= max && (account.complete() || freed >= charge);
  }

  private boolean hasRoomOnceCounted() throws IOException {
    count(true);
    return account.total() <= max;
  }

  /// Counts every shard, or those that are not counted yet. One that cannot be counted does not
  /// keep the others from it.
  private void count(boolean again) throws IOException {
    IOException last = null;
    if (again) {
      evicted.set(0);
    }
    for (int shard = 0; shard < Tree.SHARDS && !background.closing(); shard++) {
      try {
        tree.count(shard, again);
      } catch (IOException fault) {
        last = fault;
      }
    }
    if (last != null) {
      throw last;
    }
  }

  private long slack() {
    return Math.min(max / SLACK_SHARE, MAX_SLACK);
  }
}

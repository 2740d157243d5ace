package io.calotype.cdn;

import io.calotype.cluster.WorkQueue;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Membership;
import io.calotype.telemetry.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The recorded purges of one provider: a work queue, and those of its tasks that this server
/// holds.
final class PurgeLog {
  /// The maximum number of recorded purges.
  static final int MAX_RECORDED = 100_000;

  /// The maximum number of holds of one purge. Each start of a server takes one, and each may last
  /// for the budget of the sender.
  static final int MAX_TRIES = 100;

  private final Map<String, WorkQueue.Task> held = new ConcurrentHashMap<>();
  private final AtomicLong waiting = new AtomicLong(); // as of the last look, and those added since
  private final AtomicLong dead = new AtomicLong();
  private final String provider;
  private final WorkQueue queue;
  private final CdnMeters meters;

  PurgeLog(String provider, WorkQueue queue, CdnMeters meters) {
    this.provider = provider;
    this.queue = queue;
    this.meters = meters;
    meters.observe(waiting::get, dead::get);
  }

  /// Records the purge of `media`. If the disk stays full, or [#MAX_RECORDED] purges wait, it is
  /// returned unrecorded.
  ///
  /// Errors: `StoreUnavailable`, `Unavailable`.
  Purge record(List<Membership> media) {
    Purge purge = Purge.of(media);
    if (waiting.get() >= MAX_RECORDED) {
      return purge;
    }
    try {
      WorkQueue.Task task = queue.add(purge.text());
      held.put(task.name(), task);
      waiting.incrementAndGet();
      return purge.recorded(task);
    } catch (MediaException refused) {
      if (refused.failure() instanceof Failure.StorageFull) {
        EventLog.warn("cdn.purge-unrecorded", "provider", provider, "reason", "StorageFull");
        return purge;
      }
      throw refused;
    }
  }

  /// Renews the holds of this server, and counts.
  ///
  /// Errors: those of [WorkQueue].
  void renew() {
    queue.renew(List.copyOf(held.values()));
    WorkQueue.Depth depth = queue.depth();
    waiting.set(depth.waiting());
    dead.set(depth.dead());
  }

  /// Takes purges that no server holds. Buries those that were tried too often.
  ///
  /// Errors: those of [WorkQueue].
  List<Purge> claim(int max) {
    List<Purge> claimed = new ArrayList<>();
    for (WorkQueue.Claimed each : queue.claim(max)) {
      Optional<Purge> purge = Purge.parse(each.task());
      if (purge.isEmpty() || each.tries() > MAX_TRIES) {
        bury(each.task());
      } else if (held.putIfAbsent(each.task().name(), each.task()) == null) {
        claimed.add(purge.get());
      }
    }
    return claimed;
  }

  /// Lets any server claim `purge` after its hold.
  void release(Purge purge) {
    if (purge.task() != null) {
      held.remove(purge.task().name());
    }
  }

  /// Lets any server claim the purges that this one holds.
  void releaseAll() {
    quietly(() -> queue.release(List.copyOf(held.values())));
  }

  /// Removes purges that are sent. If that fails, they are sent again.
  void complete(List<Purge> purges) {
    List<WorkQueue.Task> tasks = new ArrayList<>();
    for (Purge purge : purges) {
      if (purge.task() != null) {
        tasks.add(purge.task());
      }
    }
    quietly(() -> queue.complete(tasks));
    tasks.forEach(task -> held.remove(task.name()));
    waiting.addAndGet(-tasks.size());
  }

  /// Moves purges to the dead letters, whose tags the sender has counted as lost.
  void bury(List<Purge> purges) {
    for (Purge purge : purges) {
      if (purge.task() != null) {
        move(purge.task());
      }
    }
  }

  private void bury(WorkQueue.Task task) {
    meters.lost(1);
    EventLog.warn("cdn.purge-buried", "provider", provider, "task", task.name());
    move(task);
  }

  private void move(WorkQueue.Task task) {
    quietly(() -> queue.bury(task));
    held.remove(task.name());
    waiting.decrementAndGet();
    dead.incrementAndGet();
  }

  private void quietly(Runnable change) {
    try {
      change.run();
    } catch (MediaException away) { // another server claims the task, or this one
      EventLog.debug("cdn.queue-away", "provider", provider, "cause", away);
    } catch (RuntimeException failed) { // an exception would end the purges of this server
      EventLog.error("cdn.queue-failed", failed, "provider", provider);
    }
  }
}

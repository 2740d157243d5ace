package io.calotype.cdn;

import io.calotype.failure.MediaException;
import io.calotype.media.Membership;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The purges of one provider, the thread that sends them, and the thread that renews their holds
/// and claims those of servers that have stopped.
///
/// Changes within [Pace#batch] are sent together. A provider that is away delays all later purges.
/// Each tag is purged twice: an answer that was on its way to the cache during the first purge
/// would otherwise stay there. A purge is completed after the second time.
final class PurgeQueue implements AutoCloseable {
  /// The maximum number of purges in memory. Further ones stay in the log until one is claimed.
  private static final int MAX_READY = 10_000;

  private static final int MAX_CLAIMED = 500;

  private final BlockingQueue<Purge> ready = new LinkedBlockingQueue<>(MAX_READY);
  private final List<Purge> batch = new ArrayList<>(); // of the thread, until it ends
  private final Deque<Repetition> repetitions = new ArrayDeque<>(); // of the thread
  private final ScheduledExecutorService keeper;
  private final String provider;
  private final PurgeLog log;
  private final PurgeSender sender;
  private final Pace pace;
  private final CdnMeters meters;
  private final Thread thread;
  private volatile boolean closed;

  /// The times of a queue.
  ///
  /// @param batch the time during which changes are collected
  /// @param repeat the time between the two purges of a tag
  /// @param farewell the time that the last batch may take when the server stops
  /// @param keep the time between two renewals of holds, less than half of a hold
  record Pace(Duration batch, Duration repeat, Duration farewell, Duration keep) {
    static final Pace STANDARD =
        new Pace(
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10));
  }

  private record Repetition(PurgeBatch batch, long dueNanos) {}

  PurgeQueue(String provider, PurgeLog log, PurgeSender sender, Pace pace, CdnMeters meters) {
    this.provider = provider;
    this.log = log;
    this.sender = sender;
    this.pace = pace;
    this.meters = meters;
    this.thread = Thread.ofVirtual().name("cdn-" + provider).start(this::run);
    this.keeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cdn-" + provider + "-", 0).factory());
    var _ =
        keeper.scheduleWithFixedDelay(this::keep, 0, pace.keep().toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Records the purge of media that are about to change. It is sent after [#begin], or if this
  /// server stops before [#drop].
  ///
  /// Errors: `StoreUnavailable`, `Unavailable`; the media must not be changed then.
  Purge record(List<Membership> media) {
    return log.record(media);
  }

  /// Sends a purge whose change is made. Never waits.
  void begin(Purge purge) {
    if (ready.offer(purge)) {
      return;
    }
    log.release(purge);
    if (purge.task() == null) {
      meters.lost(1);
      EventLog.warn("cdn.queue-full", "provider", provider);
    }
  }

  /// Forgets a purge whose change was not made.
  void drop(Purge purge) {
    log.complete(List.of(purge));
  }

  private void keep() {
    try {
      log.renew();
      List<Purge> claimed = List.of();
      do {
        if (ready.remainingCapacity() < MAX_CLAIMED) {
          return;
        }
        claimed = log.claim(MAX_CLAIMED);
        claimed.forEach(this::begin);
      } while (claimed.size() == MAX_CLAIMED);
    } catch (MediaException away) { // the holds outlive two failures
      EventLog.debug("cdn.queue-away", "provider", provider, "cause", away);
    } catch (RuntimeException failed) { // an exception would end the renewals
      EventLog.error("cdn.queue-failed", failed, "provider", provider);
    }
  }

  private void run() {
    try {
      while (!closed) {
        Purge first = next();
        if (first != null) {
          batch.add(first);
          Thread.sleep(pace.batch());
          sendBatch();
        }
        sendDue();
      }
    } catch (InterruptedException stopped) {
      // closed
    }
  }

  /// The next purge; null when a repetition is due.
  private @Nullable Purge next() throws InterruptedException {
    Repetition repetition = repetitions.peek();
    return repetition == null
        ? ready.take()
        : ready.poll(repetition.dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void sendBatch() throws InterruptedException {
    ready.drainTo(batch);
    PurgeBatch sent = sent(PurgeBatch.of(batch));
    batch.clear();
    repetitions.add(new Repetition(sent, System.nanoTime() + pace.repeat().toNanos()));
  }

  private void sendDue() throws InterruptedException {
    Repetition repetition = repetitions.peek();
    if (repetition != null && repetition.dueNanos - System.nanoTime() <= 0) {
      repetitions.remove();
      log.complete(sent(repetition.batch).purges());
    }
  }

  /// Sends `purges`, and buries those that are lost. Returns the others.
  private PurgeBatch sent(PurgeBatch purges) throws InterruptedException {
    Set<String> lost = sender.send(purges.tags());
    if (lost.isEmpty()) {
      return purges;
    }
    log.bury(purges.with(lost));
    return purges.without(lost);
  }

  /// Sends the purges in memory once, within [Pace#farewell]. They stay recorded, and are sent
  /// again: by another server, or at the next start.
  @Override
  public void close() {
    closed = true;
    keeper.shutdownNow();
    thread.interrupt();
    try {
      boolean ended = thread.join(pace.farewell());
      if (ended) {
        ready.drainTo(batch);
      }
      if (ended && !batch.isEmpty()) {
        sender.sendOnce(PurgeBatch.of(batch).tags(), pace.farewell());
      }
      log.releaseAll();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

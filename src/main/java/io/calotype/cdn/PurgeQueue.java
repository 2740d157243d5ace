package io.calotype.cdn;

import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The purges of one provider that are not sent yet, and the thread that sends them.
///
/// Changes within [Pace#batch] are sent together. A provider that is away delays all later purges.
/// Each tag is purged twice: an answer that was on its way to the cache during the first purge
/// would otherwise stay there.
final class PurgeQueue implements AutoCloseable {
  private static final int MAX_WAITING = 100_000;

  private final BlockingQueue<PurgeBatch.Changed> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final List<PurgeBatch.Changed> batch = new ArrayList<>(); // of the thread, until it ends
  private final Deque<Repetition> repetitions = new ArrayDeque<>(); // of the thread
  private final String provider;
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
  record Pace(Duration batch, Duration repeat, Duration farewell) {
    static final Pace STANDARD =
        new Pace(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(3));
  }

  private record Repetition(List<String> tags, long dueNanos) {}

  PurgeQueue(String provider, PurgeSender sender, Pace pace, CdnMeters meters) {
    this.provider = provider;
    this.sender = sender;
    this.pace = pace;
    this.meters = meters;
    meters.observe(waiting::size);
    this.thread = Thread.ofVirtual().name("cdn-" + provider).start(this::run);
  }

  /// Queues the purge of a changed media. Never waits. A full queue loses it.
  void add(PurgeBatch.Changed changed) {
    if (!waiting.offer(changed)) {
      meters.lost(1);
      EventLog.warn("cdn.queue-full", "provider", provider, "id", changed.id());
    }
  }

  private void run() {
    try {
      while (!closed) {
        PurgeBatch.Changed first = next();
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

  /// The next changed media; null when a repetition is due.
  private PurgeBatch.@Nullable Changed next() throws InterruptedException {
    Repetition repetition = repetitions.peek();
    return repetition == null
        ? waiting.take()
        : waiting.poll(repetition.dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void sendBatch() throws InterruptedException {
    waiting.drainTo(batch);
    List<String> tags = PurgeBatch.tags(batch);
    sender.send(tags);
    batch.clear();
    repetitions.add(new Repetition(tags, System.nanoTime() + pace.repeat().toNanos()));
  }

  private void sendDue() throws InterruptedException {
    Repetition repetition = repetitions.peek();
    if (repetition != null && repetition.dueNanos - System.nanoTime() <= 0) {
      repetitions.remove();
      sender.send(repetition.tags);
    }
  }

  /// Sends the waiting purges once, within [Pace#farewell].
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      boolean ended = thread.join(pace.farewell());
      if (ended) {
        waiting.drainTo(batch);
      }
      if (ended && !batch.isEmpty()) {
        sender.sendOnce(PurgeBatch.tags(batch), pace.farewell());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

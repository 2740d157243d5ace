package io.calotype.events;

import io.calotype.catalog.EventJournal;
import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import io.calotype.catalog.MediaEvent;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.StreamReader;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// The latest events of all media, read from the journal by one thread, which starts with the first
/// subscriber.
///
/// A place in the feed is the number of the next entry to read. Catch-up and live events are one
/// sequence: a subscriber reads from its place to the end, and is woken when the feed has grown.
///
/// After each failure, and after a batch of maximum length, the latest entries are read again. If
/// the last known position is not among them, entries were lost: all subscribers have missed
/// events.
public final class EventFeed implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final EventJournal journal;
  private final Invalidations invalidations;
  private final Clock clock;
  private final RecentEvents recent = new RecentEvents(EventJournal.KEPT);
  private final Set<Runnable> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final StreamReader reader =
      new StreamReader("events", "events.unread", PAUSE, certain -> certain ? follow() : catchUp());
  private EventPosition last = EventPosition.BEGINNING; // reader thread only

  /// Creates a feed of `journal`, which it closes.
  ///
  /// @param invalidations drops copies of a record before its event can be read
  /// @param clock the clock of the catalog
  public EventFeed(EventJournal journal, Invalidations invalidations, Clock clock) {
    this.journal = journal;
    this.invalidations = invalidations;
    this.clock = clock;
  }

  /// Waits until the journal has been read once.
  ///
  /// Errors: `Unavailable` if that takes longer than 2 seconds.
  public void open() {
    if (started.compareAndSet(false, true)) {
      reader.start();
    }
    try {
      if (loaded.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    throw new MediaException(new Failure.Unavailable(PATIENCE));
  }

  /// Calls `wake` whenever the feed has grown, on the thread of the feed. It must not block.
  public void subscribe(Runnable wake) {
    subscribers.add(wake);
  }

  /// Ends the calls of `wake`.
  public void unsubscribe(Runnable wake) {
    subscribers.remove(wake);
  }

  /// The place after all events.
  public long end() {
    return recent.end();
  }

  /// The place after the event at `position`; empty if events since then may have been missed.
  public OptionalLong after(EventPosition position) {
    return recent.after(position, clock.instant());
  }

  /// The place of the first event at or after `time`; empty if events since then may have been
  /// missed.
  public OptionalLong since(Instant time) {
    return recent.since(time, clock.instant());
  }

  /// Returns up to `limit` events from `place` on.
  public EventSlice from(long place, int limit) {
    return recent.from(place, limit);
  }

  /// Adds the latest entries after the last known position.
  private boolean catchUp() {
    List<JournalEntry> latest = journal.latest();
    int known =
        IntStream.range(0, latest.size())
            .filter(i -> latest.get(i).position().equals(last))
            .findFirst()
            .orElse(-1);
    if (loaded.getCount() > 0) {
      latest.forEach(this::invalidate);
      recent.begin(latest, clock.instant());
      last = latest.isEmpty() ? last : latest.getLast().position();
      loaded.countDown();
    } else if (known < 0 && !last.equals(EventPosition.BEGINNING)) {
      EventLog.warn("events.missed", "from", last);
      latest.forEach(this::invalidate);
      recent.replace(latest, clock.instant());
      last = latest.isEmpty() ? EventPosition.BEGINNING : latest.getLast().position();
      wake();
    } else {
      add(latest.subList(known + 1, latest.size()));
    }
    return true;
  }

  /// Waits for the next entries, and adds them. Returns false if there may be more than it has
  /// read.
  private boolean follow() {
    List<JournalEntry> next = journal.after(last);
    if (next.size() >= EventJournal.BATCH) {
      return false;
    }
    add(next);
    return true;
  }

  private void add(List<JournalEntry> next) {
    if (next.isEmpty()) {
      return;
    }
    next.forEach(this::invalidate);
    recent.add(next, clock.instant());
    last = next.getLast().position();
    wake();
  }

  /// Drops the copies of this node. In a cluster, the announcement of the change may arrive later
  /// than its event.
  private void invalidate(JournalEntry entry) {
    MediaEvent event = entry.event();
    if (event != null && event.type() != MediaEvent.Type.FAILED) {
      invalidations.publish(event.id());
    }
  }

  private void wake() {
    subscribers.forEach(Runnable::run);
  }

  @Override
  public void close() {
    reader.close();
    journal.close();
  }
}

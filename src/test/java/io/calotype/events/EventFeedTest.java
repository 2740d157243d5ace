package io.calotype.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.catalog.EventJournal;
import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import io.calotype.catalog.MediaEvent;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventFeedTest {
  @SuppressWarnings("TimeInStaticInitializer") // no event is too old
  private static final long NOW = Clock.systemUTC().millis();

  private final Journal journal = new Journal();
  private final LocalInvalidations invalidations = new LocalInvalidations();
  private final EventFeed feed = new EventFeed(journal, invalidations, Clock.systemUTC());

  @AfterEach
  void close() {
    feed.close();
  }

  @Test
  void open_journalWithEvents_placesNewReadersBehindThem() {
    journal.add(1, 2);
    feed.open();
    long place = feed.end();

    journal.add(3);

    Await.until(() -> feed.end() > place, "the event");
    assertThat(feed.from(place, 9)).isEqualTo(new EventSlice.Entries(journal.entries(3), 3));
  }

  @Test
  void event_beforeItCanBeRead_hasDroppedTheCopiesOfItsRecord() {
    Queue<Long> ends = new ConcurrentLinkedQueue<>();
    invalidations.subscribe(_ -> ends.add(feed.end()));
    feed.open();

    journal.add(1);

    Await.until(() -> feed.end() == 1, "the event");
    assertThat(ends).containsExactly(0L);
  }

  @Test
  void subscriber_feedGrows_isWokenUntilItUnsubscribes() {
    AtomicInteger woken = new AtomicInteger();
    Runnable wake = woken::incrementAndGet;
    feed.open();
    feed.subscribe(wake);
    journal.add(1);
    Await.until(() -> woken.get() == 1, "a call");

    feed.unsubscribe(wake);
    journal.add(2);

    Await.until(() -> feed.end() == 2, "the event");
    assertThat(woken).hasValue(1);
  }

  @Test
  void events_whileTheJournalIsAway_followWithoutAGap() {
    journal.add(1);
    feed.open();
    journal.away = true;
    journal.add(2, 3);
    Await.until(() -> journal.refused.get() > 0, "a refused read");

    journal.away = false;

    Await.until(() -> feed.end() == 3, "the events");
    assertThat(feed.from(1, 9)).isEqualTo(new EventSlice.Entries(journal.entries(2, 3), 3));
  }

  @Test
  void events_moreThanABatchAtOnce_followWithoutAGap() {
    feed.open();
    long[] many = LongStream.rangeClosed(1, 3 * EventJournal.BATCH).toArray();

    journal.add(many);

    Await.until(() -> feed.end() == many.length, "the events");
    assertThat(feed.from(0, many.length))
        .isEqualTo(new EventSlice.Entries(journal.entries(many), many.length));
  }

  @Test
  void journal_thatHasLostItsEvents_makesReadersMissThem() {
    journal.add(1, 2);
    feed.open();
    long place = feed.end();
    journal.away = true;
    Await.until(() -> journal.refused.get() > 0, "a refused read");
    journal.clear();
    journal.add(5);

    journal.away = false;

    Await.until(() -> feed.from(place, 9) instanceof EventSlice.Missed, "the gap");
    assertThat(feed.after(position(2))).isEmpty();
    assertThat(feed.after(position(5))).hasValue(feed.end());
  }

  @Test
  void open_journalAway_isUnavailable() {
    journal.away = true;

    assertThatThrownBy(feed::open)
        .isInstanceOf(MediaException.class)
        .extracting(failed -> ((MediaException) failed).failure())
        .isInstanceOf(Failure.Unavailable.class);
  }

  private static EventPosition position(long number) {
    return new EventPosition(NOW, number);
  }

  /// A journal in memory.
  private static final class Journal implements EventJournal {
    private final List<JournalEntry> entries = new ArrayList<>();
    private final Semaphore signals = new Semaphore(0);
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean away;

    List<JournalEntry> entries(long... numbers) {
      List<JournalEntry> some = new ArrayList<>();
      for (long number : numbers) {
        MediaEvent event = MediaEvent.deleted(new MediaId("a" + number));
        some.add(new JournalEntry(position(number), event));
      }
      return some;
    }

    synchronized void add(long... numbers) {
      entries.addAll(entries(numbers));
      signals.release();
    }

    synchronized void clear() {
      entries.clear();
    }

    @Override
    public synchronized List<JournalEntry> latest() {
      require();
      return List.copyOf(entries);
    }

    @Override
    public List<JournalEntry> after(EventPosition position) {
      require();
      try {
        var _ = signals.tryAcquire(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      require();
      return found(position);
    }

    private synchronized List<JournalEntry> found(EventPosition position) {
      return entries.stream()
          .filter(entry -> entry.position().compareTo(position) > 0)
          .limit(BATCH)
          .toList();
    }

    private void require() {
      if (away) {
        refused.incrementAndGet();
        throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
      }
    }

    @Override
    public void close() {}
  }
}

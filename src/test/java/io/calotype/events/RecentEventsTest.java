package io.calotype.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.catalog.EventPosition;
import io.calotype.catalog.JournalEntry;
import io.calotype.catalog.MediaEvent;
import io.calotype.media.MediaId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final RecentEvents recent = new RecentEvents(4);

  @Test
  void from_end_isEmptyUntilAnEventIsAdded() {
    recent.begin(entries(1, 2), NOW);
    long place = recent.end();
    assertThat(recent.from(place, 9)).isEqualTo(new EventSlice.Entries(List.of(), place));

    recent.add(entries(3), NOW);

    assertThat(recent.from(place, 9)).isEqualTo(new EventSlice.Entries(entries(3), place + 1));
  }

  @Test
  void from_moreThanTheLimit_goesOnWhereItEnded() {
    recent.begin(entries(1, 2, 3), NOW);
    EventSlice first = recent.from(0, 2);

    assertThat(first).isEqualTo(new EventSlice.Entries(entries(1, 2), 2));
    assertThat(recent.from(first.next(), 2)).isEqualTo(new EventSlice.Entries(entries(3), 3));
  }

  @Test
  void from_placeOfAnEventThatWasPushedOut_isMissed() {
    recent.begin(List.of(), NOW);
    recent.add(entries(1, 2, 3, 4, 5), NOW);

    assertThat(recent.from(0, 9)).isEqualTo(new EventSlice.Missed(5));
    assertThat(recent.from(1, 9)).isEqualTo(new EventSlice.Entries(entries(2, 3, 4, 5), 5));
  }

  @Test
  void after_keptPosition_isThePlaceBehindIt() {
    recent.begin(entries(1, 2, 3), NOW);

    assertThat(recent.after(position(2), NOW)).hasValue(2);
    assertThat(recent.after(position(3), NOW)).hasValue(recent.end());
  }

  @Test
  void after_positionThatIsNotKept_isMissed() {
    recent.begin(entries(1, 3, 4, 5), NOW);
    recent.add(entries(6), NOW);

    assertThat(recent.after(position(1), NOW)).as("pushed out").isEmpty();
    assertThat(recent.after(position(2), NOW)).as("never known").isEmpty();
    assertThat(recent.after(position(7), NOW)).as("of a journal that was lost").isEmpty();
  }

  @Test
  void after_positionOlderThanADay_isMissedUnlessNothingFollowed() {
    recent.begin(entries(1, 2), NOW);
    Instant later = NOW.plus(RecentEvents.MAX_AGE).plus(Duration.ofMinutes(1));

    assertThat(recent.after(position(1), later)).isEmpty();
    assertThat(recent.after(position(2), later)).hasValue(2);
  }

  @Test
  void since_time_isThePlaceOfTheFirstEventFromThenOn() {
    recent.begin(entries(10, 20, 30), NOW);

    assertThat(recent.since(time(5), NOW)).hasValue(0);
    assertThat(recent.since(time(20), NOW)).hasValue(1);
    assertThat(recent.since(time(99), NOW)).hasValue(3);
  }

  @Test
  void since_timeBeforeAnEventThatWasPushedOut_isMissed() {
    recent.begin(entries(10, 20, 30, 40), NOW);
    assertThat(recent.since(time(5), NOW)).as("the journal may have had more").isEmpty();

    recent.add(entries(50), NOW);

    assertThat(recent.since(time(10), NOW)).isEmpty();
    assertThat(recent.since(time(11), NOW)).hasValue(1);
  }

  @Test
  void since_moreThanADayAgo_isMissed() {
    recent.begin(List.of(), NOW);

    assertThat(recent.since(NOW.minus(RecentEvents.MAX_AGE).minusMillis(1), NOW)).isEmpty();
    assertThat(recent.since(NOW.minus(RecentEvents.MAX_AGE), NOW)).hasValue(0);
  }

  @Test
  void replace_otherEvents_makesEveryPlaceMissed() {
    recent.begin(entries(1, 2), NOW);
    long end = recent.end();

    recent.replace(entries(7, 8), NOW);

    assertThat(recent.from(end, 9)).isEqualTo(new EventSlice.Missed(recent.end()));
    assertThat(recent.after(position(2), NOW)).isEmpty();
    assertThat(recent.since(time(1), NOW)).isEmpty();
    assertThat(recent.from(recent.end() - 1, 9))
        .isEqualTo(new EventSlice.Entries(entries(8), recent.end()));
  }

  private static List<JournalEntry> entries(long... millis) {
    MediaEvent event = MediaEvent.deleted(new MediaId("a"));
    return LongStream.of(millis).mapToObj(at -> new JournalEntry(position(at), event)).toList();
  }

  private static EventPosition position(long millis) {
    return new EventPosition(time(millis).toEpochMilli(), 0);
  }

  private static Instant time(long millis) {
    return NOW.minusSeconds(1).plusMillis(millis);
  }
}

package io.calotype.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The place of an event in the [EventJournal], as text `<milliseconds>-<number>`.
///
/// It contains the time and no count of events: a gap between two positions does not tell a caller
/// how many events were hidden from it.
///
/// @param millis the time of the event since 1970, by the clock of the catalog; never decreases
/// @param number among the events of one millisecond
public record EventPosition(long millis, long number) implements Comparable<EventPosition> {
  /// Before the first event.
  public static final EventPosition BEGINNING = new EventPosition(0, 0);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})-([0-9]{1,18})");
  private static final Comparator<EventPosition> ORDER =
      Comparator.comparingLong(EventPosition::millis).thenComparingLong(EventPosition::number);

  /// Parses the text of a position; empty if it is none.
  public static Optional<EventPosition> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new EventPosition(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  /// The time of the event.
  public Instant time() {
    return Instant.ofEpochMilli(millis);
  }

  @Override
  public int compareTo(EventPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return millis + "-" + number;
  }
}

package io.calotype.cluster.redis;

import java.util.Comparator;

/// The id of an entry of a stream in Redis, `<milliseconds>-<number>`.
///
/// @param millis by the clock of Redis
/// @param number among the entries of one millisecond
record StreamPosition(long millis, long number) implements Comparable<StreamPosition> {
  /// Before the first entry of any stream.
  static final StreamPosition BEGINNING = new StreamPosition(0, 0);

  private static final Comparator<StreamPosition> ORDER =
      Comparator.comparingLong(StreamPosition::millis).thenComparingLong(StreamPosition::number);

  static StreamPosition parse(String text) {
    int dash = text.indexOf('-');
    return new StreamPosition(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  @Override
  public int compareTo(StreamPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return millis + "-" + number;
  }
}

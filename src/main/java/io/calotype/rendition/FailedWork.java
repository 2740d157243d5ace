package io.calotype.rendition;

import io.calotype.media.RenditionSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that could not be made of a source.
///
/// @param spec what; null is an upload with all that is made of it
/// @param tries how often it has failed in a row, at least 1
/// @param since when it failed first
/// @param retryAt when it may be tried again
public record FailedWork(@Nullable RenditionSpec spec, int tries, Instant since, Instant retryAt) {
  private static final int MAX_DOUBLINGS = 20;

  /// One more failure at `now`, after those of `before`; null is none. An upload may come again at
  /// once, the first time: its client has the file in hand, and perhaps the fault was ours.
  static FailedWork after(@Nullable FailedWork before, @Nullable RenditionSpec spec, Instant now) {
    int tries = before == null ? 1 : before.tries + 1;
    Duration pause = pause(spec == null ? tries - 1 : tries);
    return new FailedWork(spec, tries, before == null ? now : before.since, now.plus(pause));
  }

  private static Duration pause(int tries) {
    if (tries == 0) {
      return Duration.ZERO;
    }
    Duration doubled =
        FailureBackoff.FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, MAX_DOUBLINGS));
    return doubled.compareTo(FailureBackoff.LONGEST_PAUSE) < 0
        ? doubled
        : FailureBackoff.LONGEST_PAUSE;
  }
}

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

  /// One more failure at `now`, after those of `before`; null is none.
  static FailedWork after(@Nullable FailedWork before, @Nullable RenditionSpec spec, Instant now) {
    int tries = before == null ? 1 : before.tries + 1;
    Duration doubled =
        FailureMemory.FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, MAX_DOUBLINGS));
    Duration pause =
        doubled.compareTo(FailureMemory.LONGEST_PAUSE) < 0 ? doubled : FailureMemory.LONGEST_PAUSE;
    return new FailedWork(spec, tries, before == null ? now : before.since, now.plus(pause));
  }
}

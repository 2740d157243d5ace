package io.calotype.rendition;

import io.calotype.cluster.SharedWork;
import io.calotype.media.RenditionSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Work that failed on a source.
///
/// @param spec the rendition; null for an upload with all its renditions
/// @param tries consecutive failures, at least 1
/// @param since time of the first failure
/// @param retryAt earliest time of the next attempt
public record FailedWork(@Nullable RenditionSpec spec, int tries, Instant since, Instant retryAt) {
  private static final int MAX_DOUBLINGS = 20;

  /// Returns `before` (null for none) with one more failure at `now`. The first failure of an
  /// upload allows an immediate retry: the client still has the file, and the fault may be the
  /// server's.
  ///
  /// @param atLeast the number of tries that have failed at all nodes, as far as it is known
  static FailedWork after(
      @Nullable FailedWork before, @Nullable RenditionSpec spec, Instant now, int atLeast) {
    int tries = Math.max(atLeast, before == null ? 1 : before.tries + 1);
    Duration pause = pause(tries - free(spec));
    return new FailedWork(spec, tries, before == null ? now : before.since, now.plus(pause));
  }

  /// Returns work that has failed at another node, and may be tried again after `left`.
  static FailedWork elsewhere(
      @Nullable FailedWork before,
      @Nullable RenditionSpec spec,
      Instant now,
      SharedWork.FailureNote note) {
    Instant since = before == null ? now : before.since;
    return new FailedWork(spec, Math.max(1, note.tries()), since, now.plus(note.left()));
  }

  /// The number of failures without a pause.
  static int free(@Nullable RenditionSpec spec) {
    return spec == null ? 1 : 0;
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

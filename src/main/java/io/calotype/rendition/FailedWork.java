package io.calotype.rendition;

import io.calotype.cluster.SharedWork;
import io.calotype.media.transformation.RenditionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Work that failed on a source.
///
/// @param spec the rendition; null for an upload with all its renditions
/// @param tries consecutive failures, at least 1
/// @param since time of the first failure
/// @param retryAt earliest time of the next attempt
/// @param validUntil the time after which the other nodes are asked whether the failure still
///   holds; `retryAt` if they do not know of it
public record FailedWork(
    @Nullable RenditionSpec spec, int tries, Instant since, Instant retryAt, Instant validUntil) {
  /// Another node may lift a failure earlier.
  private static final Duration VALID = Duration.ofSeconds(10);

  private static final int MAX_DOUBLINGS = 20;

  /// Returns `before` (null for none) with one more failure at `now`. The first failure of an
  /// upload allows an immediate retry: the client still has the file, and the fault may be the
  /// server's.
  ///
  /// @param counted the number of failures that the other nodes know of; empty if they know of none
  static FailedWork after(
      @Nullable FailedWork before, @Nullable RenditionSpec spec, Instant now, OptionalInt counted) {
    int tries = counted.orElse(before == null ? 1 : before.tries + 1);
    Instant since = before == null ? now : before.since;
    Instant retryAt = now.plus(pause(tries - free(spec)));
    Instant validUntil = counted.isPresent() ? earlier(retryAt, now.plus(VALID)) : retryAt;
    return new FailedWork(spec, tries, since, retryAt, validUntil);
  }

  /// Returns work that has failed at another node, and may be tried again after `left`.
  static FailedWork elsewhere(
      @Nullable FailedWork before,
      @Nullable RenditionSpec spec,
      Instant now,
      SharedWork.FailureNote note) {
    Instant since = before == null ? now : before.since;
    Instant retryAt = now.plus(note.left());
    Instant validUntil = earlier(retryAt, now.plus(VALID));
    return new FailedWork(spec, Math.max(1, note.tries()), since, retryAt, validUntil);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// The number of failures without a pause.
  static int free(@Nullable RenditionSpec spec) {
    return spec == null ? 1 : 0;
  }

  private static Duration pause(int tries) {
    if (tries <= 0) {
      return Duration.ZERO;
    }
    Duration doubled =
        FailureBackoff.FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, MAX_DOUBLINGS));
    return doubled.compareTo(FailureBackoff.LONGEST_PAUSE) < 0
        ? doubled
        : FailureBackoff.LONGEST_PAUSE;
  }
}

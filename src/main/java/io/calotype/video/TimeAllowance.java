package io.calotype.video;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;

/// The time that the processes of one job have together: processor time, and four times that by the
/// wall clock, so that a busy machine does not make a good video undecodable.
///
/// Used by one thread.
final class TimeAllowance {
  private static final int WALL_TIMES = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Duration time;
  private final long deadline;
  private Duration left;

  /// An allowance of `time` that begins now.
  TimeAllowance(Duration time) {
    this.time = time;
    this.left = time;
    this.deadline = System.nanoTime() + time.multipliedBy(WALL_TIMES).toNanos();
  }

  /// Whether at least half of the processor time is left.
  boolean early() {
    return left.compareTo(time.dividedBy(2)) >= 0;
  }

  /// Takes what a process that has ended has computed.
  void spend(Duration computed) {
    left = left.minus(computed);
  }

  /// Ends the job where a process that has computed for `computed` so far exceeds what is left.
  ///
  /// Errors: `Undecodable` for processor time; `Overloaded` for the wall clock.
  void check(Duration computed) {
    if (computed.compareTo(left) > 0) {
      throw new MediaException(new Failure.Undecodable());
    }
    if (System.nanoTime() - deadline > 0) {
      throw ended();
    }
  }

  /// The failure of a job that did not end by its own doing.
  static MediaException ended() {
    return new MediaException(new Failure.Overloaded(RETRY_AFTER));
  }
}

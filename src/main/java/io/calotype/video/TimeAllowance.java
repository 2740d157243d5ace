package io.calotype.video;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;

/// The shared time limit of the processes of one job: processor time, and four times that of
/// wall-clock time. A busy machine thus does not make a good video undecodable.
///
/// Used by one thread.
final class TimeAllowance {
  private static final int WALL_TIMES = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Duration time;
  private final long deadline;
  private Duration left;

  /// Creates an allowance of `time` that starts now.
  TimeAllowance(Duration time) {
    this.time = time;
    this.left = time;
    this.deadline = System.nanoTime() + time.multipliedBy(WALL_TIMES).toNanos();
  }

  /// Returns whether at least half of the processor time is left.
  boolean early() {
    return left.compareTo(time.dividedBy(2)) >= 0;
  }

  /// Deducts the processor time of an ended process.
  void spend(Duration computed) {
    left = left.minus(computed);
  }

  /// Ends the job if a process that has used `computed` so far exceeds the remaining time.
  ///
  /// Errors: `Undecodable` for processor time; `Overloaded` for wall-clock time.
  void check(Duration computed) {
    if (computed.compareTo(left) > 0) {
      throw new MediaException(new Failure.Undecodable());
    }
    if (System.nanoTime() - deadline > 0) {
      throw ended();
    }
  }

  /// The failure of a job that was ended from outside.
  static MediaException ended() {
    return new MediaException(new Failure.Overloaded(RETRY_AFTER));
  }
}

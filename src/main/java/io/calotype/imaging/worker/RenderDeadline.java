package io.calotype.imaging.worker;

import java.time.Duration;
import java.util.Optional;

/// The current work of a renderer process, with its two deadlines.
///
/// The first is in processor time, so that a busy machine ends no job. The second is in wall-clock
/// time, for a process that does not compute: it is stopped, swapped out, or waits for a disk.
///
/// @param process the process that does the work
/// @param processorDeadline the processor time of the process at which the job is overdue
/// @param deadline the wall-clock deadline, on the scale of `System.nanoTime`
record RenderDeadline(RendererProcess process, Duration processorDeadline, long deadline) {
  private static final int WALL_TIMES = 4;
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration UNBOUNDED = Duration.ofSeconds(Long.MAX_VALUE);

  /// An attempt that may take `timeout` of processor time, and four times that in wall-clock time.
  static RenderDeadline of(RendererProcess process, Duration timeout) {
    return new RenderDeadline(
        process,
        deadline(process.processorTime(), timeout),
        System.nanoTime() + timeout.multipliedBy(WALL_TIMES).toNanos());
  }

  /// The processor time at which a job is overdue. Without an initial reading only the wall-clock
  /// deadline applies: processor time before the job must not count.
  static Duration deadline(Optional<Duration> atBegin, Duration timeout) {
    return atBegin.map(timeout::plus).orElse(UNBOUNDED);
  }

  /// The start of a process, before its first job: at most 1 minute of wall-clock time.
  static RenderDeadline starting(RendererProcess process) {
    return new RenderDeadline(process, UNBOUNDED, System.nanoTime() + START.toNanos());
  }

  private boolean exceeds(Duration computed) {
    return computed.compareTo(processorDeadline) > 0;
  }

  /// Whether the wall-clock deadline has passed.
  boolean late(long now) {
    return now - deadline > 0;
  }

  /// The deadline that has passed, if any.
  Optional<RendererExit> overdue(long now) {
    if (process.processorTime().filter(this::exceeds).isPresent()) {
      return Optional.of(RendererExit.DEADLINE);
    }
    return late(now) ? Optional.of(RendererExit.LATE) : Optional.empty();
  }
}

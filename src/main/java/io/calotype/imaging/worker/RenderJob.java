package io.calotype.imaging.worker;

import java.time.Duration;
import java.util.Optional;

/// The work that a renderer process does, with its two bounds.
///
/// The first bound is processor time, so that a busy machine costs no job its life. The second is
/// time by the wall clock, for a process that does not compute at all: it is stopped, swapped out,
/// or waits for a disk.
///
/// @param process does the work
/// @param processorDeadline the reading of its processor time at which the job is over
/// @param deadline on the scale of `System.nanoTime`
record RenderJob(RendererProcess process, Duration processorDeadline, long deadline) {
  private static final int WALL_TIMES = 4;
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration UNBOUNDED = Duration.ofSeconds(Long.MAX_VALUE);

  /// A try that may take `timeout` of processor time, and four times that by the wall clock.
  static RenderJob of(RendererProcess process, Duration timeout) {
    return new RenderJob(
        process,
        deadline(process.processorTime(), timeout),
        System.nanoTime() + timeout.multipliedBy(WALL_TIMES).toNanos());
  }

  /// The reading of the processor time at which a job is over. Without a reading at its beginning
  /// the wall clock alone bounds it: the time before it must not be counted.
  static Duration deadline(Optional<Duration> atBegin, Duration timeout) {
    return atBegin.map(timeout::plus).orElse(UNBOUNDED);
  }

  /// The start of a process, before it has seen anything.
  static RenderJob starting(RendererProcess process) {
    return new RenderJob(process, UNBOUNDED, System.nanoTime() + START.toNanos());
  }

  private boolean exceeds(Duration computed) {
    return computed.compareTo(processorDeadline) > 0;
  }

  /// Whether its time by the wall clock is up.
  boolean late(long now) {
    return now - deadline > 0;
  }

  /// The bound that it has passed, if any.
  Optional<RendererExit> overdue(long now) {
    if (process.processorTime().filter(this::exceeds).isPresent()) {
      return Optional.of(RendererExit.DEADLINE);
    }
    return late(now) ? Optional.of(RendererExit.LATE) : Optional.empty();
  }
}

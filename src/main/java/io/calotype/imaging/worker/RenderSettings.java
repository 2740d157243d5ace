package io.calotype.imaging.worker;

import io.calotype.imaging.queue.QueueLimits;
import java.nio.file.Path;
import java.time.Duration;

/// The resources of a pool of renderers.
///
/// @param workers the number of renderer processes
/// @param timeout the processor time of one attempt of a job
/// @param memoryBytes the resident memory that all of them may hold together
/// @param limits the number of jobs that may wait for a renderer, and the time that they may wait
/// @param benches the folder that contains their work directories
/// @param program the program that each process runs
public record RenderSettings(
    int workers,
    Duration timeout,
    long memoryBytes,
    QueueLimits limits,
    Path benches,
    RendererProgram program) {
  /// The resident memory of an idle renderer: its JVM and libvips.
  private static final long IDLE_BYTES = 100L << 20;

  /// The bytes that a renderer may keep between jobs. Allocating them again costs a large picture
  /// time.
  long keptBytes() {
    return memoryBytes / (3L * workers);
  }

  /// The bytes that jobs may reserve together: all memory except that of idle renderers and the
  /// memory they keep, but at least half.
  long memoryForJobs() {
    return Math.max(memoryBytes / 2, memoryBytes - workers * (IDLE_BYTES + keptBytes()));
  }

  /// The same settings with one renderer.
  public RenderSettings alone() {
    return new RenderSettings(1, timeout, memoryBytes, limits, benches, program);
  }

  public RenderSettings {
    if (workers < 1 || memoryBytes < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("no such pool of renderers");
    }
  }
}

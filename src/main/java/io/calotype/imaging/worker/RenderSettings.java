package io.calotype.imaging.worker;

import io.calotype.imaging.queue.QueueLimits;
import java.nio.file.Path;
import java.time.Duration;

/// What a pool of renderers may use.
///
/// @param workers how many renderer processes there are
/// @param timeout how long one try of a job may compute
/// @param memoryBytes what all of them together may hold resident
/// @param limits how many jobs may wait for a renderer, and for how long
/// @param benches the folder that their benches are made in
/// @param program how one is started
public record RenderSettings(
    int workers,
    Duration timeout,
    long memoryBytes,
    QueueLimits limits,
    Path benches,
    RendererProgram program) {
  /// What a renderer holds that has nothing to do: its JVM and libvips.
  private static final long IDLE_BYTES = 100L << 20;

  /// What a renderer may keep from one job to the next: getting it again costs a large picture
  /// time.
  long keptBytes() {
    return memoryBytes / (3L * workers);
  }

  /// What jobs may take together, beyond what idle renderers hold and have kept; half of all memory
  /// at least.
  long memoryForJobs() {
    return Math.max(memoryBytes / 2, memoryBytes - workers * (IDLE_BYTES + keptBytes()));
  }

  /// The same with one renderer.
  public RenderSettings alone() {
    return new RenderSettings(1, timeout, memoryBytes, limits, benches, program);
  }

  public RenderSettings {
    if (workers < 1 || memoryBytes < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("no such pool of renderers");
    }
  }
}

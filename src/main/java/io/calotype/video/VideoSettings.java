package io.calotype.video;

import io.calotype.imaging.queue.QueueLimits;
import io.calotype.sandbox.ConfinementPolicy;
import java.nio.file.Path;
import java.time.Duration;

/// Settings for work on videos.
///
/// @param benches the folder of the jobs' folders; used by this server only
/// @param workers number of concurrent jobs
/// @param timeout processor time of a job
/// @param memoryBytes memory limit of one process
/// @param limits how many jobs may wait, and for how long
/// @param confinement whether the kernel confines the processes
public record VideoSettings(
    Path benches,
    int workers,
    Duration timeout,
    long memoryBytes,
    QueueLimits limits,
    ConfinementPolicy confinement) {
  public VideoSettings {
    if (workers < 1 || memoryBytes < 1 || !timeout.isPositive()) {
      throw new IllegalArgumentException("no such settings");
    }
  }
}

package io.calotype.video;

import io.calotype.imaging.confinement.ConfinementPolicy;
import io.calotype.imaging.queue.QueueLimits;
import java.nio.file.Path;
import java.time.Duration;

/// How videos are worked on.
///
/// @param benches the folder of the jobs' folders; nobody else uses it
/// @param workers how many jobs run at once
/// @param timeout how long a job may compute
/// @param memoryBytes what one process may hold
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

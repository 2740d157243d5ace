package io.calotype.imaging.worker;

/// What a renderer process is busy with, as far as the watchdog is concerned.
///
/// @param process that is busy
/// @param deadline on the scale of `System.nanoTime`
record Job(RendererProcess process, long deadline) {
  /// Whether its time is up.
  boolean late(long now) {
    return now - deadline > 0;
  }
}

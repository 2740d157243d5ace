package io.calotype.app;

import java.nio.file.Path;
import java.time.Duration;

/// The free bytes of a folder's file system. A dedicated thread samples it every 10 seconds, so
/// that a mount that hangs delays no reader.
final class FreeSpace implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Path folder;
  private final Thread sampler;
  private volatile long bytes;

  /// Starts sampling the file system of `folder`. Sampling ends with [#close].
  FreeSpace(Path folder) {
    this.folder = folder;
    this.sampler = Thread.ofPlatform().daemon().name("free-space").start(this::sample);
  }

  private void sample() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        bytes = folder.toFile().getUsableSpace();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// The bytes that this process could still write at the last sample; 0 before the first.
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    sampler.interrupt();
  }
}

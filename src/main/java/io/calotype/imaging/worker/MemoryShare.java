package io.calotype.imaging.worker;

import io.calotype.imaging.Priority;
import java.time.Duration;

/// What one job has of the memory for all renders; nothing until it is known what it takes.
///
/// One thread at a time.
final class MemoryShare implements AutoCloseable {
  private final Stock memory;
  private final long all;
  private final long kept;
  private long least;
  private long wanted;
  private long held;

  /// A share of `memory`, of which there are `all` bytes; a renderer may keep `kept` of it.
  MemoryShare(Stock memory, long all, long kept) {
    this.memory = memory;
    this.all = all;
    this.kept = kept;
  }

  /// Whether the renderer has to give back at once what the job has taken.
  boolean large() {
    return wanted > kept;
  }

  /// Has the next try wait until no other job has any memory: only then does it show whether the
  /// picture itself takes too much.
  void claimAll() {
    least = all;
  }

  /// Whether the job has all memory for itself.
  boolean alone() {
    return held == all;
  }

  /// Whether the job may go on that takes so many bytes. One that takes more than there is goes on
  /// alone, and is ended when it really does.
  boolean covers(long bytes) {
    wanted = Math.max(least, Math.min(bytes, all));
    if (held < wanted && memory.tryTake(wanted - held)) {
      held = wanted;
    }
    return held >= wanted;
  }

  /// Waits for what [#covers] has asked for. It holds nothing meanwhile, so that no two jobs wait
  /// for each other.
  ///
  /// Errors: `Overloaded`, as [Stock#take].
  void await(Priority priority, Duration patience) {
    close();
    memory.take(priority, wanted, patience);
    held = wanted;
  }

  @Override
  public void close() {
    memory.give(held);
    held = 0;
  }
}

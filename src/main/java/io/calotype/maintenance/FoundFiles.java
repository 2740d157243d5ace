package io.calotype.maintenance;

import io.calotype.cache.SweepResult;
import java.util.ArrayList;
import java.util.List;

/// Counts found files and keeps the names of the first [#EXAMPLES]. Used on one thread.
public final class FoundFiles {
  private static final int EXAMPLES = 100;

  private final List<String> examples = new ArrayList<>();
  private long count;
  private long bytes;

  void note(String name, long length) {
    count++;
    bytes += length;
    if (examples.size() < EXAMPLES) {
      examples.add(name);
    }
  }

  /// Number of files.
  public long count() {
    return count;
  }

  /// Total length in bytes.
  public long bytes() {
    return bytes;
  }

  /// Names of the first files.
  public List<String> examples() {
    return List.copyOf(examples);
  }

  /// Returns number and total length.
  SweepResult swept() {
    return new SweepResult(count, bytes);
  }
}

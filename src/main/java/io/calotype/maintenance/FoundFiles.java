package io.calotype.maintenance;

import io.calotype.cache.SweepResult;
import java.util.ArrayList;
import java.util.List;

/// Things that were found, counted, with the names of the first [#EXAMPLES]. Used on one thread.
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

  /// How many there are.
  public long count() {
    return count;
  }

  /// How long they are together.
  public long bytes() {
    return bytes;
  }

  /// The names of the first.
  public List<String> examples() {
    return List.copyOf(examples);
  }

  /// How many there are, and how long.
  SweepResult swept() {
    return new SweepResult(count, bytes);
  }
}

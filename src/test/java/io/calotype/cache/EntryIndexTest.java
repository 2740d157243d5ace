package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.disk.LocalFiles;
import io.calotype.telemetry.Telemetry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EntryIndexTest {
  private static final CacheKey KEY = Entries.key(1);
  private static final Path FILE = Path.of("a");

  private final TestClock clock = new TestClock();
  private final AdmissionWindow newest = new AdmissionWindow(1 << 20);
  private final EntryIndex index =
      new EntryIndex(
          new OpenFiles(System::nanoTime),
          newest,
          new LocalFiles(),
          clock,
          new BackgroundTasks(),
          new DiskFaults(new Telemetry(), clock));

  @Test
  void deleted_entry_leavesTheWindow() {
    index.put(KEY, FILE, 1, 0);
    newest.add(KEY, Entries.CHARGE);

    index.deleted(KEY, FILE);

    assertThat(newest.holds(KEY)).isFalse();
    assertThat(index.knows(KEY)).isFalse();
  }

  /// The index is bounded: it may have lost an entry that is still in the window.
  @Test
  void deleted_entryThatTheIndexHasLost_leavesTheWindow() {
    newest.add(KEY, Entries.CHARGE);

    index.deleted(KEY, FILE);

    assertThat(newest.holds(KEY)).isFalse();
  }

  @Test
  void deleted_fileThatAnotherHasReplaced_keepsTheKey() {
    index.put(KEY, Path.of("b"), 1, 0);
    newest.add(KEY, Entries.CHARGE);

    index.deleted(KEY, FILE);

    assertThat(newest.holds(KEY)).isTrue();
    assertThat(index.knows(KEY)).isTrue();
  }
}

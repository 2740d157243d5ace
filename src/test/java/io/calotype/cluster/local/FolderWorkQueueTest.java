package io.calotype.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.WorkQueueContract;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FaultyFiles;
import io.calotype.disk.Headroom;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWorkQueueTest extends WorkQueueContract {
  private static final Instant ALL = Instant.parse("9999-01-01T00:00:00Z");

  private final FaultyFiles files = new FaultyFiles();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Override
  protected WorkQueue open() {
    DiskThreads threads = DiskThreads.of("queue", new Telemetry());
    return new FolderWorkQueue(folder, files, threads, Headroom.NONE, Clock.systemUTC());
  }

  /// A caller that was answered finds its task; one that was refused may find it, whole.
  @Test
  void add_crashAtAnyStep_losesNoAnsweredTask() {
    boolean crashed = true;
    for (int step = 1; crashed; step++) {
      String text = "task " + step;
      files.crashAt(step);
      boolean added = added(text);
      crashed = files.mend();

      assertThat(open().waiting(ALL))
          .allMatch(task -> task.text().equals(text))
          .hasSizeBetween(added ? 1 : 0, 1);
      open().waiting(ALL).forEach(open()::complete);
    }
    assertThat(folder).isEmptyDirectory();
  }

  private boolean added(String text) {
    try {
      open().add(text);
      return true;
    } catch (MediaException refused) {
      return false;
    }
  }

  @Test
  void waiting_foreignFile_isLeftAlone() throws IOException {
    Path foreign = Files.writeString(folder.resolve("README"), "not a task");

    assertThat(open().waiting(ALL)).isEmpty();
    assertThat(foreign).exists();
  }
}

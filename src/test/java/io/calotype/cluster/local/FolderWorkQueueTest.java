package io.calotype.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.WorkQueueContract;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FaultyFiles;
import io.calotype.disk.FileOperations;
import io.calotype.disk.Headroom;
import io.calotype.failure.MediaException;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWorkQueueTest extends WorkQueueContract {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant ALL = Instant.parse("9999-01-01T00:00:00Z");

  /// Advances by one millisecond on each reading.
  private final Clock clock =
      new Clock() {
        private final AtomicLong millis = new AtomicLong(START.toEpochMilli());

        @Override
        public Instant instant() {
          return Instant.ofEpochMilli(millis.incrementAndGet());
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  private final FaultyFiles files = new FaultyFiles();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Override
  protected WorkQueue open() {
    return open(clock);
  }

  private WorkQueue open(Clock time) {
    DiskThreads threads = DiskThreads.of("queue", new Telemetry());
    return new FolderWorkQueue(folder, files, threads, Headroom.NONE, time);
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
    Clock later = Clock.offset(clock, Duration.ofDays(2));
    assertThat(open(later).waiting(ALL)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  /// A reader at each step of `add` neither sees a part of the task nor takes it away.
  @Test
  void add_readerAtAnyStep_losesNoTask() {
    AtomicInteger looks = new AtomicInteger();
    FileOperations watched =
        watched(() -> {
          looks.incrementAndGet();
          assertThat(open().waiting(ALL)).allMatch(task -> task.text().equals("whole"));
        });
    DiskThreads threads = DiskThreads.of("queue", new Telemetry());
    WorkQueue queue = new FolderWorkQueue(folder, watched, threads, Headroom.NONE, clock);

    WorkQueue.Task task = queue.add("whole");

    assertThat(looks).hasPositiveValue();
    assertThat(open().waiting(ALL)).containsExactly(task);
  }

  /// The files, with `look` after each successful operation.
  private FileOperations watched(Runnable look) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          try {
            Object result =
                method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : method.invoke(files, arguments);
            look.run();
            return result;
          } catch (InvocationTargetException refused) {
            throw refused.getCause();
          }
        };
    Class<?>[] type = {FileOperations.class};
    return (FileOperations) Proxy.newProxyInstance(getClass().getClassLoader(), type, handler);
  }

  @Test
  void add_longestText_isReadWhole() {
    WorkQueue.Task task = open().add("x".repeat(FolderWorkQueue.MAX_BYTES - 1));

    assertThat(open().waiting(ALL)).containsExactly(task);
  }

  @Test
  void add_tooLongOrTwoLines_isRefused() {
    WorkQueue queue = open();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.add("x".repeat(FolderWorkQueue.MAX_BYTES)));
    assertThatIllegalArgumentException().isThrownBy(() -> queue.add("one\ntwo"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void waiting_fileWithoutLineFeed_isKeptAndNoTask() throws IOException {
    Path damaged = Files.writeString(folder.resolve("1000-damaged"), "cut short");

    assertThat(open().waiting(ALL)).isEmpty();
    assertThat(damaged).exists();
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

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

  private final AtomicLong millis = new AtomicLong(START.toEpochMilli());

  /// Advances by one millisecond on each reading.
  private final Clock clock =
      new Clock() {
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

  @Override
  protected void lapse() {
    millis.addAndGet(WorkQueue.HOLD.toMillis());
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
  void claim_crashAtAnyStep_losesNoTask() {
    open().add("claimed");
    boolean crashed = true;
    for (int step = 1; crashed; step++) {
      files.crashAt(step);
      var _ = refused(() -> open().claim(10));
      crashed = files.mend();

      assertThat(open().waiting(ALL)).extracting(WorkQueue.Task::text).containsExactly("claimed");
    }
    assertThat(open().claim(10)).hasSize(1);
  }

  @Test
  void bury_crashAtAnyStep_losesNoTask() {
    boolean crashed = true;
    for (int step = 1; crashed; step++) {
      WorkQueue queue = open();
      WorkQueue.Task task = queue.add("task " + step);
      long dead = queue.depth().dead();
      files.crashAt(step);
      boolean refused = refused(() -> queue.bury(task));
      crashed = files.mend();

      WorkQueue.Depth depth = open().depth();
      assertThat(depth).isIn(new WorkQueue.Depth(1, dead), new WorkQueue.Depth(0, dead + 1));
      assertThat(refused || depth.waiting() == 0).isTrue();
      open().waiting(ALL).forEach(open()::complete);
    }
  }

  private static boolean refused(Runnable change) {
    try {
      change.run();
      return false;
    } catch (MediaException refused) {
      return true;
    }
  }

  @Test
  void claim_unreadableFile_leavesItAndTakesTheOthers() throws IOException {
    Path damaged =
        Files.writeString(folder.resolve("1000-00000000-0000-4000-8000-000000000000"), "cut short");
    open().add("whole");
    WorkQueue again = open();

    assertThat(again.claim(10)).extracting(each -> each.task().text()).containsExactly("whole");
    assertThat(again.claim(10)).isEmpty();
    assertThat(damaged).exists();
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

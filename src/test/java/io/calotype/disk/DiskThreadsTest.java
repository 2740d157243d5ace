package io.calotype.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.HungMount;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.telemetry.Telemetry;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskThreadsTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration FAR = Duration.ofMinutes(5);

  private final Telemetry telemetry = new Telemetry();

  @Test
  void call_workThatReturns_runsOnAPlatformThread() throws IOException {
    try (DiskThreads disk = new DiskThreads("a", 1, FAR, telemetry)) {
      assertThat(disk.call(() -> Thread.currentThread().isVirtual())).isFalse();
    }
  }

  @Test
  void callAtOnce_fewAtOnce_runOnTheCallersThread() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (DiskThreads disk = new DiskThreads("a", 4, FAR, telemetry)) {
      Thread caller = Thread.currentThread();
      assertThat(disk.callAtOnce(Thread::currentThread)).isSameAs(caller);

      hang(disk, never);

      assertThat(disk.callAtOnce(Thread::currentThread)).isNotSameAs(caller);
      never.countDown();
    }
  }

  @Test
  void call_workThatFails_throwsTheSame() {
    try (DiskThreads disk = new DiskThreads("a", 1, FAR, telemetry)) {
      assertThatThrownBy(() ->
              disk.call(() -> {
                throw new FileNotFoundException("x");
              }))
          .isInstanceOf(FileNotFoundException.class);
    }
  }

  @Test
  void call_workThatDoesNotReturn_isLeftToItsThread() {
    CountDownLatch never = new CountDownLatch(1);
    try (DiskThreads disk = new DiskThreads("a", 4, FAR, telemetry)) {
      hang(disk, never);
      assertThat(stuck()).isEqualTo(1);
      never.countDown();
      while (stuck() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void call_halfOfTheThreadsStuck_refusesAtOnceUntilOneReturns() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (DiskThreads disk = new DiskThreads("a", 4, FAR, telemetry)) {
      hang(disk, never);
      assertThat(disk.call(() -> 1)).isEqualTo(1);
      hang(disk, never);

      assertNoAnswer(disk, () -> 1, FAR);

      never.countDown();
      while (stuck() > 0) {
        Thread.onSpinWait();
      }
      assertThat(disk.call(() -> 1)).isEqualTo(1);
    }
  }

  @Test
  void closeLater_closeThatDoesNotReturn_isNotWaitedFor() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (DiskThreads disk = new DiskThreads("a", 2, FAR, telemetry)) {
      disk.closeLater(() -> {
        begun.countDown();
        await(never);
      });
      await(begun);
      assertThat(never.getCount()).as("the close still runs").isOne();
      never.countDown();
    }
  }

  /// As many as a table of open files may have, and more than the queue of the pool takes.
  @Test
  void closeLater_manyFilesAtOnce_leavesRoomForOperations() throws IOException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(2048);
    try (DiskThreads disk = new DiskThreads("a", 1, FAR, telemetry)) {
      var _ = disk.begin(waiting(busy));
      for (int i = 0; i < 2048; i++) {
        disk.closeLater(closed::countDown);
      }
      DiskThreads.Begun<Integer> operation = disk.begin(() -> 1);
      busy.countDown();

      assertThat(operation.await(FAR)).isEqualTo(1);
      await(closed);
    }
  }

  @Test
  void closeLater_whileTheQueueIsFull_closesAfterAnOperation() {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (DiskThreads disk = new DiskThreads("a", 1, FAR, telemetry)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  var _ = disk.begin(waiting(busy));
                }
              })
          .isInstanceOf(MediaException.class);
      disk.closeLater(closed::countDown);
      assertThat(closed.getCount()).isOne();
      busy.countDown();

      await(closed);
    }
  }

  @Test
  void call_fileThatIsOpenedTooLate_isClosed() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Closeable file = closed::countDown;
    try (DiskThreads disk = new DiskThreads("a", 4, FAR, telemetry)) {
      DiskThreads.Begun<Closeable> open =
          disk.begin(() -> {
            begun.countDown();
            await(end);
            return file;
          });
      await(begun);
      assertThatThrownBy(() -> open.await(SOON)).isInstanceOf(MediaException.class);

      end.countDown();

      await(closed);
    }
  }

  @Test
  void call_workThatHadNotBegun_neverBegins() throws IOException {
    CountDownLatch later = new CountDownLatch(1);
    AtomicBoolean ran = new AtomicBoolean();
    try (DiskThreads disk = new DiskThreads("a", 3, FAR, telemetry)) {
      Thread[] holders = new Thread[3];
      CountDownLatch held = new CountDownLatch(3);
      for (int i = 0; i < 3; i++) {
        holders[i] =
            Thread.ofVirtual()
                .start(() ->
                    disk.run(() -> {
                      held.countDown();
                      return waiting(later).call();
                    }));
      }
      await(held);

      assertNoAnswer(disk, () -> ran.getAndSet(true), SOON);

      assertThat(stuck()).isZero();
      later.countDown();
      disk.run(() -> 1);
      assertThat(ran).isFalse();
    }
  }

  /// More operations hang than there are carriers, and everything else goes on.
  @Test
  void call_hungFileSystem_holdsNoCarrier(@TempDir Path folder) throws Exception {
    try (HungMount _ = HungMount.over(folder);
        DiskThreads hung = new DiskThreads("hung", 32, SOON, telemetry);
        DiskThreads sound = new DiskThreads("sound", 2, FAR, telemetry)) {
      for (int i = 0; i < 40; i++) {
        assertNoAnswer(hung, () -> Files.size(folder.resolve("x")), SOON);
      }
      Thread other =
          Thread.ofVirtual().start(() -> sound.run(() -> Files.exists(folder.getParent())));
      assertThat(other.join(FAR)).isTrue();
    }
  }

  /// An operation that has begun and is waited for no more.
  private static void hang(DiskThreads disk, CountDownLatch end) {
    CountDownLatch begun = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(() ->
                assertNoAnswer(
                    disk,
                    () -> {
                      begun.countDown();
                      return waiting(end).call();
                    },
                    FAR));
    await(begun);
    caller.interrupt();
    try {
      caller.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private double stuck() {
    return telemetry.sum("calotype_disk_stuck");
  }

  private static void assertNoAnswer(DiskThreads disk, Callable<?> work, Duration within) {
    assertThatThrownBy(() -> disk.call(work, within))
        .isInstanceOfSatisfying(
            MediaException.class,
            e ->
                assertThat(e.failure())
                    .isEqualTo(new Failure.StoreUnavailable(StoreFault.NO_ANSWER)));
  }

  private static Callable<Integer> waiting(CountDownLatch latch) {
    return () -> {
      latch.await();
      return 1;
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

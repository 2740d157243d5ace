package io.calotype.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UploadLocksTest {
  private static final ResumableId ID = new ResumableId("a".repeat(26));

  private final UploadLocks locks = new UploadLocks();

  @Test
  void receive_whileAnotherReceives_isLocked() {
    try (UploadLocks.Held _ = locks.receive(ID, () -> {})) {
      assertThatThrownBy(() -> locks.receive(ID, () -> {}))
          .isInstanceOf(MediaException.class)
          .hasFieldOrPropertyWithValue(
              "failure", new Failure.UploadLocked(UploadLocks.RETRY_AFTER));
    }
    try (UploadLocks.Held again = locks.receive(ID, () -> {})) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void take_whileAnotherReceives_interruptsItAndWaits() {
    CompletableFuture<Void> interrupted = new CompletableFuture<>();
    UploadLocks.Held receiving = locks.receive(ID, () -> interrupted.complete(null));
    CompletableFuture<UploadLocks.Held> taking = new CompletableFuture<>();
    Thread.startVirtualThread(() -> taking.complete(locks.take(ID)));

    interrupted.join();
    assertThat(taking).isNotDone();
    receiving.close();

    taking.join().close();
    assertThat(taking).isCompleted();
  }
}

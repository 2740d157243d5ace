package io.calotype.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PipeInputTest {
  @Test
  void read_isWholeAndThenAtItsEnd() throws Exception {
    try (PipeInput input = new PipeInput(new ByteArrayInputStream(new byte[] {1, -1, 3}))) {
      assertThat(input.read()).isEqualTo(1);
      assertThat(input.read()).isEqualTo(255);
      assertThat(input.readAllBytes()).containsExactly(3);
      assertThat(input.read()).isEqualTo(-1);
    }
  }

  @Test
  void read_ofABrokenPipe_isAnIoException() throws Exception {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    try (PipeInput input = new PipeInput(broken)) {
      assertThatThrownBy(input::read).isInstanceOf(IOException.class);
    }
  }

  /// More silent processes than there are carriers of virtual threads.
  @Test
  void reads_thatWait_leaveCarriersToOthers() throws Exception {
    List<Process> silent = new ArrayList<>();
    try {
      for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
        Process process = new ProcessBuilder("sleep", "600").start();
        silent.add(process);
        CountDownLatch begun = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
          begun.countDown();
          readToItsEnd(process);
        });
        begun.await();
      }

      Thread other = Thread.startVirtualThread(() -> {});
      other.join();

      assertThat(silent).allMatch(Process::isAlive);
    } finally {
      silent.forEach(Process::destroyForcibly);
    }
  }

  private static void readToItsEnd(Process process) {
    try (PipeInput input = new PipeInput(process.getInputStream())) {
      input.readAllBytes();
    } catch (IOException ended) {
      // killed
    }
  }
}

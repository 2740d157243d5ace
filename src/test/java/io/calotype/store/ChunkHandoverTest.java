package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ChunkHandoverTest {
  private static final Duration FAR = Duration.ofMinutes(5);
  private static final byte[] BYTES = new byte[1_000_003];

  static {
    new Random(1).nextBytes(BYTES);
  }

  @Test
  void drainedBy_otherThread_takesEveryByteInOrder() throws Exception {
    ChunkHandover handover = new ChunkHandover(FAR);
    FutureTask<byte[]> drain = drained(handover, InputStream::readAllBytes);

    handover.fill(new ByteArrayInputStream(BYTES), BYTES.length);

    assertThat(drain.get()).isEqualTo(BYTES);
  }

  @Test
  void fill_ofOneThread_leavesTheRestOfThePipe() throws Exception {
    ChunkHandover handover = new ChunkHandover(FAR);
    InputStream pipe = new ByteArrayInputStream(BYTES);
    FutureTask<byte[]> drain = drained(handover, InputStream::readAllBytes);

    handover.fill(pipe, 70_000);

    assertThat(drain.get()).hasSize(70_000);
    assertThat(pipe.available()).isEqualTo(BYTES.length - 70_000);
  }

  @Test
  void fill_noThreadTakesThem_stopsWhenThePatienceIsUsedUp() throws IOException {
    ChunkHandover handover = new ChunkHandover(Duration.ofMillis(1));
    InputStream pipe = new ByteArrayInputStream(BYTES);

    handover.fill(pipe, BYTES.length);

    assertThat(handover.patience()).isZero();
    assertThat(pipe.available()).isPositive();
  }

  @Test
  void fill_otherThreadHasFailed_stopsAtOnce() throws Exception {
    ChunkHandover handover = new ChunkHandover(FAR);
    FutureTask<byte[]> drain =
        drained(
            handover,
            taken -> {
              throw new IOException("refused");
            });
    assertThatThrownBy(drain::get).hasRootCauseMessage("refused");

    handover.fill(new ByteArrayInputStream(BYTES), BYTES.length);

    assertThat(handover.patience()).isEqualTo(FAR);
  }

  @Test
  void close_whileTheOtherThreadWaits_endsIt() throws Exception {
    ChunkHandover handover = new ChunkHandover(FAR);
    FutureTask<byte[]> drain = drained(handover, InputStream::readAllBytes);

    assertThatThrownBy(() -> handover.fill(new ByteArrayInputStream(BYTES), BYTES.length + 1L))
        .isInstanceOf(EOFException.class);
    handover.close();

    assertThatThrownBy(drain::get).hasRootCauseInstanceOf(IOException.class);
  }

  private static FutureTask<byte[]> drained(
      ChunkHandover handover, ChunkHandover.Drain<byte[]> drain) {
    FutureTask<byte[]> task = new FutureTask<>(() -> handover.drainedBy(drain));
    Thread.ofPlatform().daemon().start(task);
    return task;
  }
}

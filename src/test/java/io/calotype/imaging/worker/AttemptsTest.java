package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final Failure BLAMED = new Failure.Undecodable();
  private static final Failure BUSY = new Failure.Overloaded(Duration.ofSeconds(3));

  private final Attempts attempts = new Attempts(Duration.ofSeconds(3));

  @Test
  void lost_twoFaults_blameThePicture() {
    assertThat(attempts.lost(RendererExit.CRASH, false)).isEmpty();
    assertThat(attempts.lost(RendererExit.DEADLINE, false)).contains(BLAMED);
  }

  @Test
  void lost_killedThreeTimes_isOverloaded() {
    assertThat(attempts.lost(RendererExit.KILLED, false)).isEmpty();
    assertThat(attempts.lost(RendererExit.KILLED, false)).isEmpty();
    assertThat(attempts.lost(RendererExit.KILLED, true)).contains(BUSY);
  }

  @Test
  void lost_late_isOverloadedAtOnce() {
    assertThat(attempts.lost(RendererExit.LATE, false)).contains(BUSY);
  }

  @Test
  void lost_oneFaultBetweenOthers_isOverloaded() {
    assertThat(attempts.lost(RendererExit.KILLED, false)).isEmpty();
    assertThat(attempts.lost(RendererExit.PROTOCOL, false)).isEmpty();
    assertThat(attempts.lost(RendererExit.KILLED, false)).contains(BUSY);
  }

  @Test
  void lost_memoryWhileOthersHaveSome_isNoFault() {
    assertThat(attempts.lost(RendererExit.MEMORY, false)).isEmpty();
    assertThat(attempts.lost(RendererExit.MEMORY, true)).isEmpty();
    assertThat(attempts.lost(RendererExit.MEMORY, true)).contains(BLAMED);
  }
}

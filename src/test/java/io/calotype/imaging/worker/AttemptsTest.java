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
    assertThat(attempts.lost(Loss.CRASH, false)).isEmpty();
    assertThat(attempts.lost(Loss.DEADLINE, false)).contains(BLAMED);
  }

  @Test
  void lost_killedThreeTimes_isOverloaded() {
    assertThat(attempts.lost(Loss.KILLED, false)).isEmpty();
    assertThat(attempts.lost(Loss.KILLED, false)).isEmpty();
    assertThat(attempts.lost(Loss.KILLED, true)).contains(BUSY);
  }

  @Test
  void lost_late_isOverloadedAtOnce() {
    assertThat(attempts.lost(Loss.LATE, false)).contains(BUSY);
  }

  @Test
  void lost_oneFaultBetweenOthers_isOverloaded() {
    assertThat(attempts.lost(Loss.KILLED, false)).isEmpty();
    assertThat(attempts.lost(Loss.PROTOCOL, false)).isEmpty();
    assertThat(attempts.lost(Loss.KILLED, false)).contains(BUSY);
  }

  @Test
  void lost_memoryWhileOthersHaveSome_isNoFault() {
    assertThat(attempts.lost(Loss.MEMORY, false)).isEmpty();
    assertThat(attempts.lost(Loss.MEMORY, true)).isEmpty();
    assertThat(attempts.lost(Loss.MEMORY, true)).contains(BLAMED);
  }
}

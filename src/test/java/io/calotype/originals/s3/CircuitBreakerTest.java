package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock overflows in tests
  private final CircuitBreaker breaker = new CircuitBreaker(now::get, "originals");

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void failQuickly() {
    breaker.fail(breaker.begin(), false);
  }

  @Test
  void quickFaults_fiveInARow_open() {
    for (int i = 0; i < 4; i++) {
      failQuickly();
    }
    assertThat(breaker.isOpen()).isFalse();

    failQuickly();

    assertThat(breaker.isOpen()).isTrue();
    assertThatThrownBy(breaker::begin).isInstanceOf(MediaException.class);
  }

  @Test
  void quickFaults_betweenSuccesses_doNotOpen() {
    for (int i = 0; i < 20; i++) {
      failQuickly();
      if (i % 4 == 3) {
        breaker.succeed();
      }
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void noAnswer_noSuccessSinceTheCallBegan_opensAtOnce() {
    pass(Duration.ofSeconds(1));
    long begun = breaker.begin();
    pass(Duration.ofSeconds(8));

    breaker.fail(begun, true);

    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void noAnswer_otherCallSucceededMeanwhile_staysClosed() {
    long begun = breaker.begin();
    pass(Duration.ofSeconds(4));
    breaker.succeed();
    pass(Duration.ofSeconds(4));

    breaker.fail(begun, true);

    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void open_afterThePause_letsOneProbePass() {
    pass(Duration.ofSeconds(1));
    long begun = breaker.begin();
    pass(Duration.ofSeconds(8));
    breaker.fail(begun, true);
    pass(Duration.ofSeconds(1));

    long probe = breaker.begin();
    assertThatThrownBy(breaker::begin).isInstanceOf(MediaException.class);
    breaker.fail(probe, true);
    assertThatThrownBy(breaker::begin).isInstanceOf(MediaException.class);
    pass(Duration.ofSeconds(1));
    var _ = breaker.begin();
    breaker.succeed();

    assertThat(breaker.isOpen()).isFalse();
    var _ = breaker.begin();
    var _ = breaker.begin();
  }
}

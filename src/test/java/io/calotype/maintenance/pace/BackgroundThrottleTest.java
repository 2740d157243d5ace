package io.calotype.maintenance.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundThrottleTest {
  @Test
  void standBack_whileRequestsQueue_waits() {
    AtomicInteger looks = new AtomicInteger();
    BackgroundThrottle throttle = new BackgroundThrottle(() -> looks.incrementAndGet() < 3);

    throttle.standBack(Duration.ofMinutes(1));

    assertThat(looks).hasValue(3);
  }

  @Test
  void standBack_requestsQueueForever_endsAfterItsPatience() {
    AtomicInteger looks = new AtomicInteger();
    BackgroundThrottle throttle = new BackgroundThrottle(() -> looks.incrementAndGet() > 0);

    throttle.standBack(Duration.ofMillis(60));

    assertThat(looks).hasValue(3);
  }

  @Test
  void standBack_whileWorkIsHurried_isBrief() {
    AtomicInteger looks = new AtomicInteger();
    BackgroundThrottle throttle = new BackgroundThrottle(() -> looks.incrementAndGet() > 0);

    boolean hurried =
        throttle.hurried(() -> {
          throttle.standBack(Duration.ofMinutes(1));
          return throttle.hurried();
        });

    assertThat(hurried).isTrue();
    assertThat(looks).hasValue(5);
  }

  @Test
  void pause_afterClose_endsTheWork() {
    BackgroundThrottle throttle = new BackgroundThrottle(() -> false);
    Pacer pace = throttle.polite();
    throttle.close();

    assertThatThrownBy(pace::pause).isInstanceOf(MediaException.class);
    assertThatThrownBy(() -> throttle.sleep(Duration.ofHours(1)))
        .isInstanceOf(MediaException.class);
  }
}

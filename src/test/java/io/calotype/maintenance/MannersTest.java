package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MannersTest {
  @Test
  void standBack_whileSomebodyWaits_waits() {
    AtomicInteger looks = new AtomicInteger();
    BackgroundThrottle manners = new BackgroundThrottle(() -> looks.incrementAndGet() < 3);

    manners.standBack(Duration.ofMinutes(1));

    assertThat(looks).hasValue(3);
  }

  @Test
  void standBack_whileSomebodyAlwaysWaits_endsAfterItsPatience() {
    AtomicInteger looks = new AtomicInteger();
    BackgroundThrottle manners = new BackgroundThrottle(() -> looks.incrementAndGet() > 0);

    manners.standBack(Duration.ofMillis(60));

    assertThat(looks).hasValue(3);
  }

  @Test
  void standBack_whileWorkIsHurried_isBrief() {
    AtomicInteger looks = new AtomicInteger();
    BackgroundThrottle manners = new BackgroundThrottle(() -> looks.incrementAndGet() > 0);

    boolean hurried =
        manners.hurried(() -> {
          manners.standBack(Duration.ofMinutes(1));
          return manners.hurried();
        });

    assertThat(hurried).isTrue();
    assertThat(looks).hasValue(5);
  }

  @Test
  void pace_ofWhatIsClosed_endsTheWork() {
    BackgroundThrottle manners = new BackgroundThrottle(() -> false);
    Pacer pace = manners.polite();
    manners.close();

    assertThatThrownBy(pace::pause).isInstanceOf(MediaException.class);
    assertThatThrownBy(() -> manners.sleep(Duration.ofHours(1))).isInstanceOf(MediaException.class);
  }
}

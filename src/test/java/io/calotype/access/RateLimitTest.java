package io.calotype.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RateLimit limit = new RateLimit(new RateLimit.PerMinute(6, 6), nanos::get);

  @Test
  void require_beyondAMinutesWorth_saysWhenToComeBack() {
    spend("a", 6);

    assertThatThrownBy(() -> limit.require("a", true))
        .isInstanceOfSatisfying(
            MediaException.class,
            e ->
                assertThat(e.failure())
                    .isEqualTo(new Failure.RateLimited(6, Duration.ofSeconds(10))));
  }

  @Test
  void require_asTimePasses_fillsEvenly() {
    spend("a", 6);
    pass(Duration.ofSeconds(10));
    spend("a", 1);
    assertThatThrownBy(() -> limit.require("a", true)).isInstanceOf(MediaException.class);

    pass(Duration.ofMinutes(9));

    spend("a", 6);
    assertThatThrownBy(() -> limit.require("a", true)).isInstanceOf(MediaException.class);
  }

  @Test
  void require_refusals_costNothing() {
    spend("a", 6);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> limit.require("a", true)).isInstanceOf(MediaException.class);
    }

    pass(Duration.ofSeconds(10));

    assertThatCode(() -> spend("a", 1)).doesNotThrowAnyException();
  }

  @Test
  void require_others_haveTheirOwn() {
    spend("a", 6);
    assertThatThrownBy(() -> limit.require("a", true)).isInstanceOf(MediaException.class);

    assertThatCode(() -> spend("b", 6)).doesNotThrowAnyException();
  }

  @Test
  void require_unlimited_isNeverRefused() {
    RateLimit none = new RateLimit(RateLimit.PerMinute.UNLIMITED, nanos::get);

    for (int i = 0; i < 1_000; i++) {
      assertThatCode(() -> none.require("a", true)).doesNotThrowAnyException();
    }
  }

  @Test
  void require_strangers_haveTheirOwnLimit() {
    RateLimit strangers = new RateLimit(new RateLimit.PerMinute(1, null), nanos::get);
    strangers.require("a", true);

    assertThatThrownBy(() -> strangers.require("a", true))
        .hasFieldOrPropertyWithValue("failure", new Failure.RateLimited(1, Duration.ofMinutes(1)));
    for (int i = 0; i < 1_000; i++) {
      assertThatCode(() -> strangers.require("key", false)).doesNotThrowAnyException();
    }
  }

  private void spend(String caller, int count) {
    for (int i = 0; i < count; i++) {
      limit.require(caller, true);
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}

package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.TestClock;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Dimensions;
import io.calotype.media.Format;
import io.calotype.media.RenditionSpec;
import io.calotype.media.Sha256;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureBackoffTest {
  private static final Sha256 SOURCE = Sha256.ofText("source");
  private static final RenditionSpec SMALL =
      RenditionSpec.still(new Dimensions(200, 150), Format.WEBP);
  private static final RenditionSpec LARGE =
      RenditionSpec.still(new Dimensions(640, 480), Format.WEBP);

  private final TestClock clock = new TestClock();
  private final AtomicInteger tried = new AtomicInteger();
  private final FailureBackoff memory =
      new FailureBackoff(TestClusterWork.alone(), new Telemetry(), clock);

  @Test
  void guard_failedLately_isNotTriedAgainBeforeThePauseIsOver() {
    fail(SMALL);
    clock.pass(FailureBackoff.FIRST_PAUSE.minusSeconds(3));

    assertRefused(SMALL, Duration.ofSeconds(3));
    assertThat(tried).hasValue(1);
    clock.pass(Duration.ofSeconds(3));
    fail(SMALL);
    assertThat(tried).hasValue(2);
  }

  @Test
  void guard_failsAgainAndAgain_pausesTwiceAsLongUpToTheLongest() {
    Duration pause = FailureBackoff.FIRST_PAUSE;
    for (int i = 0; i < 12; i++) {
      fail(SMALL);
      assertRefused(SMALL, pause);
      clock.pass(pause);
      Duration twice = pause.multipliedBy(2);
      pause =
          twice.compareTo(FailureBackoff.LONGEST_PAUSE) < 0 ? twice : FailureBackoff.LONGEST_PAUSE;
    }
    assertThat(pause).isEqualTo(FailureBackoff.LONGEST_PAUSE);
  }

  @Test
  void guard_anUpload_mayComeAgainOnceAndThenPauses() {
    fail(null);
    fail(null);

    assertRefused(null, FailureBackoff.FIRST_PAUSE);
  }

  @Test
  void guard_otherWorkOrSource_isTried() {
    fail(SMALL);

    assertThat(memory.<String>guard(SOURCE, LARGE, () -> "made")).isEqualTo("made");
    assertThat(memory.<String>guard(SOURCE, null, () -> "made")).isEqualTo("made");
    assertThat(memory.<String>guard(Sha256.ofText("other"), SMALL, () -> "made")).isEqualTo("made");
  }

  @Test
  void guard_succeedsAfterAFailure_isForgiven() {
    fail(SMALL);
    clock.pass(FailureBackoff.FIRST_PAUSE);

    memory.guard(SOURCE, SMALL, () -> "made");

    assertThat(memory.of(SOURCE)).isEmpty();
  }

  @Test
  void guard_otherFailures_areNotRemembered() {
    assertThatThrownBy(() ->
            memory.guard(
                SOURCE,
                SMALL,
                () -> {
                  throw new MediaException(new Failure.Overloaded(Duration.ofSeconds(1)));
                }))
        .isInstanceOf(MediaException.class);

    assertThat(memory.of(SOURCE)).isEmpty();
  }

  @Test
  void of_failedWork_listsFailureTimeAndCount() {
    Instant first = clock.instant();
    fail(SMALL);
    clock.pass(FailureBackoff.FIRST_PAUSE);
    fail(SMALL);

    assertThat(memory.of(SOURCE))
        .containsExactly(
            new FailedWork(
                SMALL, 2, first, clock.instant().plus(FailureBackoff.FIRST_PAUSE.multipliedBy(2))));
  }

  @Test
  void forget_thenGuard_isTriedAtOnce() {
    fail(SMALL);
    fail(LARGE);

    assertThat(memory.forget(SOURCE)).extracting(FailedWork::spec).contains(SMALL, LARGE);

    assertThat(memory.<String>guard(SOURCE, SMALL, () -> "made")).isEqualTo("made");
  }

  private void fail(@Nullable RenditionSpec spec) {
    assertThatThrownBy(() ->
            memory.guard(
                SOURCE,
                spec,
                () -> {
                  tried.incrementAndGet();
                  throw new MediaException(new Failure.Undecodable());
                }))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
  }

  private void assertRefused(@Nullable RenditionSpec spec, Duration retryAfter) {
    assertThatThrownBy(() -> memory.guard(SOURCE, spec, () -> "made"))
        .hasFieldOrPropertyWithValue("failure", new Failure.StillUndecodable(retryAfter));
  }
}

package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.TestClock;
import io.calotype.cluster.SharedWork;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private final Others others = new Others();

  /// One of several nodes that do not share renditions.
  private final FailureBackoff shared =
      new FailureBackoff(
          new ClusterWork(others, false, Duration.ofMinutes(1), new Telemetry()),
          new Telemetry(),
          clock);

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

    assertThat(memory.<String>guard(work(LARGE), () -> "made")).isEqualTo("made");
    assertThat(memory.<String>guard(work(null), () -> "made")).isEqualTo("made");
    SourceWork other = new SourceWork(Sha256.ofText("other"), SMALL, work(SMALL).name());
    assertThat(memory.<String>guard(other, () -> "made")).isEqualTo("made");
  }

  @Test
  void guard_succeedsAfterAFailure_isForgiven() {
    fail(SMALL);
    clock.pass(FailureBackoff.FIRST_PAUSE);

    memory.guard(work(SMALL), () -> "made");

    assertThat(memory.of(SOURCE)).isEmpty();
  }

  @Test
  void guard_otherFailures_areNotRemembered() {
    assertThatThrownBy(() ->
            memory.guard(
                work(SMALL),
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

    Instant retryAt = clock.instant().plus(FailureBackoff.FIRST_PAUSE.multipliedBy(2));
    assertThat(memory.of(SOURCE))
        .containsExactly(new FailedWork(SMALL, 2, first, retryAt, retryAt));
  }

  @Test
  void forget_thenGuard_isTriedAtOnce() {
    fail(SMALL);
    fail(LARGE);

    assertThat(memory.forget(SOURCE)).extracting(FailedWork::spec).contains(SMALL, LARGE);

    assertThat(memory.<String>guard(work(SMALL), () -> "made")).isEqualTo("made");
  }

  @Test
  void guard_failedAtAnotherNode_isRefusedForTheTimeThatItStates() {
    others.failed = new SharedWork.FailureNote(1, Duration.ofSeconds(7));

    assertRefused(shared, SMALL, Duration.ofSeconds(7));
    others.failed = null;
    clock.pass(Duration.ofSeconds(6));
    assertRefused(shared, SMALL, Duration.ofSeconds(1));
    clock.pass(Duration.ofSeconds(1));

    assertThat(shared.<String>guard(work(SMALL), () -> "made")).isEqualTo("made");
    assertThat(others.forgotten).containsExactly(work(SMALL).name());
  }

  @Test
  void guard_liftedElsewhere_isTriedAgainAfterTenSeconds() {
    others.failed = new SharedWork.FailureNote(8, Duration.ofMinutes(30));
    assertRefused(shared, SMALL, Duration.ofMinutes(30));
    others.failed = null;
    clock.pass(Duration.ofSeconds(9));
    assertRefused(shared, SMALL, Duration.ofMinutes(30).minusSeconds(9));

    clock.pass(Duration.ofSeconds(1));

    assertThat(shared.<String>guard(work(SMALL), () -> "made")).isEqualTo("made");
    assertThat(shared.of(SOURCE)).isEmpty();
  }

  @Test
  void guard_ownFailureThatOthersKnow_isLiftedByThem() {
    others.tries = OptionalInt.of(5);
    fail(shared, SMALL);
    others.failed = new SharedWork.FailureNote(5, Duration.ofSeconds(150));
    clock.pass(Duration.ofSeconds(10));
    assertRefused(shared, SMALL, Duration.ofSeconds(150));

    others.failed = null;
    clock.pass(Duration.ofSeconds(10));

    assertThat(shared.<String>guard(work(SMALL), () -> "made")).isEqualTo("made");
  }

  @Test
  void guard_othersDoNotAnswer_refusesForTheWholePause() {
    others.failed = new SharedWork.FailureNote(8, Duration.ofMinutes(30));
    assertRefused(shared, SMALL, Duration.ofMinutes(30));
    others.away = true;

    clock.pass(Duration.ofMinutes(29));

    assertRefused(shared, SMALL, Duration.ofMinutes(1));
  }

  @Test
  void guard_failureThatOthersDoNotKnow_isNotLiftedByThem() {
    others.tries = OptionalInt.empty();
    fail(shared, SMALL);
    clock.pass(FailureBackoff.FIRST_PAUSE);
    fail(shared, SMALL);

    clock.pass(FailureBackoff.FIRST_PAUSE);

    assertRefused(shared, SMALL, FailureBackoff.FIRST_PAUSE);
  }

  @Test
  void forget_failureOfAnotherNodeOnly_isForgottenElsewhere() {
    assertThat(shared.forget(SOURCE)).isEmpty();

    assertThat(others.forgotten).containsExactly(SOURCE.hex());
  }

  /// Failures of other nodes, with answers that a test sets.
  private static final class Others implements SharedWork {
    @Nullable FailureNote failed;
    OptionalInt tries = OptionalInt.of(1);
    boolean away;
    final Queue<String> forgotten = new ConcurrentLinkedQueue<>();

    @Override
    public boolean distributed() {
      return true;
    }

    @Override
    public Claim claim(Subject subject, String result) {
      throw new IllegalStateException("no test claims");
    }

    @Override
    public Optional<FailureNote> failure(Subject subject) {
      if (away) {
        throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
      }
      return Optional.ofNullable(failed);
    }

    @Override
    public OptionalInt fail(Subject subject, Pauses pauses) {
      return tries;
    }

    @Override
    public void forget(Subject subject) {
      forgotten.add(subject.work());
    }

    @Override
    public void forgetAll(String source) {
      forgotten.add(source);
    }
  }

  private static SourceWork work(@Nullable RenditionSpec spec) {
    return new SourceWork(SOURCE, spec, spec == null ? "ingest" : spec.canonical());
  }

  private void fail(@Nullable RenditionSpec spec) {
    fail(memory, spec);
  }

  private void fail(FailureBackoff backoff, @Nullable RenditionSpec spec) {
    assertThatThrownBy(() ->
            backoff.guard(
                work(spec),
                () -> {
                  tried.incrementAndGet();
                  throw new MediaException(new Failure.Undecodable());
                }))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
  }

  private void assertRefused(@Nullable RenditionSpec spec, Duration retryAfter) {
    assertRefused(memory, spec, retryAfter);
  }

  private static void assertRefused(
      FailureBackoff backoff, @Nullable RenditionSpec spec, Duration retryAfter) {
    assertThatThrownBy(() -> backoff.guard(work(spec), () -> "made"))
        .hasFieldOrPropertyWithValue("failure", new Failure.StillUndecodable(retryAfter));
  }
}

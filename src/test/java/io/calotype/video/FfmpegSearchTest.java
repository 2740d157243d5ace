package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.queue.QueueLimits;
import io.calotype.sandbox.ConfinementPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs that answer, answer late, or do not answer at all.
class FfmpegSearchTest {
  private static final FfmpegSearch.Outcome UNANSWERED = new FfmpegSearch.Outcome.Unanswered();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void look_programThatDoesNotAnswerInTime_isUnanswered() throws IOException {
    assertThat(looked("exec sleep 600", Duration.ofMillis(50))).isEqualTo(UNANSWERED);
  }

  @Test
  void look_programThatIsKilled_isUnanswered() throws IOException {
    assertThat(looked("kill -KILL $$", Duration.ofMinutes(1))).isEqualTo(UNANSWERED);
  }

  @Test
  void look_programThatFails_isAbsent() throws IOException {
    assertThat(looked("exit 127", Duration.ofMinutes(1)))
        .isEqualTo(new FfmpegSearch.Outcome.Absent());
  }

  @Test
  void look_programThatAnswers_isUsable() throws IOException {
    assertThat(looked("echo ffmpeg version 7.1 Copyright", Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            FfmpegSearch.Outcome.Usable.class,
            usable -> assertThat(usable.ffmpeg().version()).isEqualTo("7.1"));
  }

  /// Each request that needs a video starts the next look, and is not kept waiting for it.
  @Test
  @Timeout(60)
  void found_unansweredAtTheStart_isLookedForUntilItAnswers() throws Exception {
    FfmpegSearch.Outcome usable =
        looked("echo ffmpeg version 7.1 Copyright", Duration.ofMinutes(1));
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch slow = new CountDownLatch(1);
    FfmpegSearch search =
        new FfmpegSearch(() -> {
          int look = looks.incrementAndGet();
          if (look == 2) {
            await(slow);
          }
          return look < 3 ? UNANSWERED : usable;
        });

    assertUnavailable(search);
    assertUnavailable(search);
    assertThat(search.summary()).isEqualTo("does not answer in time");
    slow.countDown();
    Await.until(() -> answers(search));
    assertThat(search.found()).isPresent();
    assertThat(looks).hasValue(3);
  }

  private static boolean answers(FfmpegSearch search) {
    try {
      search.found();
    } catch (MediaException unanswered) {
      // tried again
    }
    return !search.summary().equals("does not answer in time");
  }

  @Test
  void found_absent_isNotLookedForAgain() {
    AtomicInteger looks = new AtomicInteger();
    FfmpegSearch search =
        new FfmpegSearch(() -> {
          looks.incrementAndGet();
          return new FfmpegSearch.Outcome.Absent();
        });

    assertThat(search.found()).isEmpty();
    assertThat(search.absent()).isTrue();
    assertThat(search.summary()).isEqualTo("none");
    assertThat(looks).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertUnavailable(FfmpegSearch search) {
    assertThatThrownBy(search::found).extracting("failure").isInstanceOf(Failure.Unavailable.class);
  }

  /// Looks for an ffmpeg and an ffprobe that are `script`.
  private FfmpegSearch.Outcome looked(String script, Duration timeout) throws IOException {
    for (String name : List.of("ffmpeg", "ffprobe")) {
      Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    VideoSettings settings =
        new VideoSettings(
            folder.resolve("benches"),
            1,
            timeout,
            1L << 30,
            QueueLimits.of(Duration.ofMinutes(2)),
            new ConfinementPolicy(ConfinementPolicy.Mode.OFF));
    return Ffmpeg.look(folder.toString(), settings);
  }
}

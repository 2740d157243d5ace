package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real processes of the shell, in place of ffmpeg.
class FfmpegProcessTest {
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  @Test
  void toItsEnd_answersAndEnds_isTrue() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(FfmpegProcess.toItsEnd(shell("echo hello"), out, 100, new TimeAllowance(ENOUGH)))
        .isTrue();
    assertThat(out).hasToString("hello\n");
  }

  @Test
  void toItsEnd_failsOrAnswersTooMuch_isFalse() {
    assertThat(run("exit 3", ENOUGH)).isFalse();
    assertThat(run("echo 0123456789; sleep 600", ENOUGH)).isFalse();
  }

  @Test
  void toItsEnd_computesForTooLong_isUndecodable() {
    assertUndecodable(Duration.ofMillis(300), Duration.ZERO);
  }

  @Test
  void toItsEnd_takesTooLongAndDoesNotCompute_isOverloaded() {
    assertOverloaded("sleep 600", Duration.ofMillis(100));
    assertOverloaded("exec >&-; sleep 600", Duration.ofMillis(100));
    assertOverloaded("kill -STOP $$", Duration.ofMillis(100));
  }

  @Test
  void toItsEnd_killedFromOutside_isOverloaded() {
    assertOverloaded("kill -KILL $$", ENOUGH);
    assertOverloaded("kill -TERM $$", ENOUGH);
  }

  @Test
  void toItsEnd_severalProcesses_shareTheAllowance() {
    assertUndecodable(Duration.ofSeconds(20), Duration.ofMillis(19_900));
  }

  /// A machine so busy that the wall clock's bound comes first gives `Overloaded`: then it is tried
  /// again.
  private static void assertUndecodable(Duration time, Duration spent) {
    List<Failure> failures = new ArrayList<>();
    while (!failures.contains(new Failure.Undecodable()) && failures.size() < 50) {
      TimeAllowance allowance = new TimeAllowance(time);
      allowance.spend(spent);
      assertThatThrownBy(() ->
              FfmpegProcess.toItsEnd(
                  shell("while :; do :; done"), new ByteArrayOutputStream(), 1, allowance))
          .isInstanceOfSatisfying(MediaException.class, e -> failures.add(e.failure()));
    }
    assertThat(failures).endsWith(new Failure.Undecodable());
  }

  private static void assertOverloaded(String script, Duration time) {
    assertThatThrownBy(() -> run(script, time))
        .extracting("failure")
        .isInstanceOf(Failure.Overloaded.class);
  }

  private static boolean run(String script, Duration time) {
    return FfmpegProcess.toItsEnd(
        shell(script), new ByteArrayOutputStream(), 5, new TimeAllowance(time));
  }

  private static Process shell(String script) {
    try {
      return new ProcessBuilder("sh", "-c", script).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.calotype.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DedicatedThreadTest {
  @Test
  void call_work_runsOnAPlatformThread() {
    assertThat(DedicatedThread.call("a", () -> Thread.currentThread().isVirtual())).isFalse();
  }

  @Test
  void call_workThatFails_throwsTheSame() {
    MediaException failure = new MediaException(new Failure.Overloaded(Duration.ofSeconds(1)));

    assertThatThrownBy(() ->
            DedicatedThread.call(
                "a",
                () -> {
                  throw failure;
                }))
        .isSameAs(failure);
  }
}

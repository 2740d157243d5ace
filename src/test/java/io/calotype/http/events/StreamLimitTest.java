package io.calotype.http.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import org.junit.jupiter.api.Test;

class StreamLimitTest {
  private final StreamLimit limit = new StreamLimit(3, 2);

  @Test
  void take_moreThanACallerMay_isRefusedUntilOneEnds() {
    StreamLimit.Place first = limit.take("app");
    var _ = limit.take("app");
    assertRefused("app", Failure.TooManyStreams.class);

    first.close();
    first.close();

    assertThat(limit.open()).isEqualTo(1);
    var _ = limit.take("app");
    assertRefused("app", Failure.TooManyStreams.class);
  }

  @Test
  void take_moreThanAllMay_isRefused() {
    var _ = limit.take("app");
    var _ = limit.take("app");
    var _ = limit.take("other");

    assertRefused("third", Failure.Overloaded.class);
  }

  private void assertRefused(String caller, Class<? extends Failure> expected) {
    assertThatThrownBy(() -> limit.take(caller))
        .isInstanceOf(MediaException.class)
        .extracting(refused -> ((MediaException) refused).failure())
        .isInstanceOf(expected);
  }
}

package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadProgressTest {
  private final UploadProgress progress =
      new UploadProgress(
          List.of(new LocalFile(Path.of("a"), 3_000_000), new LocalFile(Path.of("b"), 1_000_000)));

  @Test
  void line_onTheWay_hasRateAndRemainingTime() {
    progress.advance(3_000_000);
    progress.finish();

    assertThat(progress.line(Duration.ofSeconds(6), 100))
        .isEqualTo("[###############.....] 1/2  3.0 MB of 4.0 MB  500.0 kB/s  2.0 s left");
  }

  @Test
  void line_withBytesOfAnEarlierRun_hasTheRateOfThisOne() {
    progress.skip(2_000_000);
    progress.advance(1_000_000);

    assertThat(progress.line(Duration.ofSeconds(2), 100))
        .isEqualTo("[###############.....] 0/2  3.0 MB of 4.0 MB  500.0 kB/s  2.0 s left");
  }

  @Test
  void line_atTheBeginning_promisesNothing() {
    assertThat(progress.line(Duration.ZERO, 100))
        .isEqualTo("[....................] 0/2  0 B of 4.0 MB");
  }

  @Test
  void line_ofANarrowTerminal_staysALine() {
    assertThat(progress.line(Duration.ofSeconds(1), 10)).hasSize(10);
  }
}

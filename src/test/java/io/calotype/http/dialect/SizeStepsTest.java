package io.calotype.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.geometry.AspectRatio;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sizes that need no signature.
class SizeStepsTest {
  @ParameterizedTest
  @CsvSource({
    "400, 0, , ",
    "0, 400, , ",
    "400, 300, , ",
    "300, 400, , ",
    "400, 320, , ",
    "320, 400, , ",
    "400, 267, , ",
    "828, 355, , ",
    "401, 0, , w",
    "0, 401, , h",
    "400, 299, , h",
    "299, 400, , w",
    "401, 301, , w",
    "401, 0, 16:9, w",
    "0, 401, 16:9, h",
    "400, 0, 17:9, ar",
    "100000, 0, , w",
    "65936, 400, , w"
  })
  void refused_sizes_namesTheOptionOffTheSteps(
      long width, long height, @Nullable String ratio, @Nullable String option) {
    assertThat(SizeSteps.STANDARD.refused(requested(width, height, ratio))).isEqualTo(option);
  }

  @Test
  void refused_everyRatioOfEveryStep_isAllowedBothWays() {
    AspectRatio.known()
        .forEach(ratio ->
            SizeSteps.STANDARD
                .steps()
                .forEach(step -> {
                  SizeSteps.RequestedSize wide = new SizeSteps.RequestedSize(step, 0, ratio);
                  SizeSteps.RequestedSize box =
                      new SizeSteps.RequestedSize(step, ratio.heightOf(step), null);
                  assertThat(SizeSteps.STANDARD.refused(wide)).isNull();
                  assertThat(SizeSteps.STANDARD.refused(box)).isNull();
                }));
  }

  @Test
  void nearest_anySize_isAllowed() {
    for (long width = 1; width < 20_000; width += 97) {
      for (long height : List.of(0L, 1L, 300L, 4_000L, 1_000_000L)) {
        SizeSteps.RequestedSize nearest =
            SizeSteps.STANDARD.nearest(requested(width, height, null));

        assertThat(SizeSteps.STANDARD.refused(nearest)).isNull();
        assertThat(nearest.height() == 0).isEqualTo(height == 0);
      }
    }
  }

  private static SizeSteps.RequestedSize requested(
      long width, long height, @Nullable String ratio) {
    return new SizeSteps.RequestedSize(
        width, height, ratio == null ? null : AspectRatio.parse(ratio).orElseThrow());
  }
}

package io.calotype.http.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.transformation.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatChoiceTest {
  @ParameterizedTest
  @CsvSource({
    "'image/avif,image/webp', true, AVIF, WEBP",
    "'image/avif,image/webp', false, WEBP, WEBP",
    "image/avif, true, AVIF, JPEG",
    "'image/avif;q=0.5,image/webp', true, WEBP, WEBP",
    "'image/avif;q=0,*/*', true, JPEG, JPEG",
    "*/*, true, JPEG, JPEG",
    ", true, JPEG, JPEG",
  })
  void best_andInItsPlace_followAcceptAlone(
      String accept, boolean avif, Format best, Format interim) {
    assertThat(FormatChoice.best(accept, true, avif)).isEqualTo(new FormatChoice(best, false));
    assertThat(FormatChoice.interim(accept, true)).isEqualTo(new FormatChoice(interim, true));
  }
}

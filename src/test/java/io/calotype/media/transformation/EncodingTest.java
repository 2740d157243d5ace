package io.calotype.media.transformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 101})
  void quality_outOfRange_isRefused(int value) {
    assertThatThrownBy(() -> new Quality(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void of_format_hasThatFormat(Format format) {
    assertThat(Encoding.of(format).format()).isEqualTo(format);
    assertThat(Encoding.of(format, new Quality(1)).format()).isEqualTo(format);
  }

  @Test
  void of_withoutQuality_isTheDefaultOfTheFormat() {
    assertThat(Encoding.of(Format.WEBP)).isEqualTo(new Encoding.Webp(new Quality(85)));
    assertThat(Encoding.of(Format.JPEG)).isEqualTo(new Encoding.Jpeg(new Quality(85)));
    assertThat(Encoding.of(Format.AVIF)).isEqualTo(new Encoding.Avif(new Quality(60)));
  }

  @Test
  void of_losslessFormat_ignoresTheQuality() {
    assertThat(Encoding.of(Format.PNG, new Quality(1))).isEqualTo(Encoding.of(Format.PNG));
  }
}

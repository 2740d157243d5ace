package io.calotype.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaType;
import io.calotype.media.geometry.Dimensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// By how much sources are shrunk while they are decoded.
class ShrinkFactorTest {
  @Test
  void of_allPresets_isTheSame() {
    assertThat(factor(MediaType.JPEG, 6000, 200)).isEqualTo(4);
    assertThat(factor(MediaType.JPEG, 6000, 400)).isEqualTo(4);
    assertThat(factor(MediaType.JPEG, 6000, 800)).isEqualTo(4);
  }

  @Test
  void of_jpeg_isAPowerOfTwoThatLeavesEnough() {
    assertThat(factor(MediaType.JPEG, 1599, 400)).isEqualTo(1);
    assertThat(factor(MediaType.JPEG, 1600, 400)).isEqualTo(2);
    assertThat(factor(MediaType.JPEG, 3199, 400)).isEqualTo(2);
    assertThat(factor(MediaType.JPEG, 65_000, 400)).isEqualTo(8);
  }

  @Test
  void of_whatWeAverage_leavesTwiceAsMuch() {
    assertThat(factor(MediaType.PNG, 3199, 400)).isEqualTo(1);
    assertThat(factor(MediaType.PNG, 4800, 400)).isEqualTo(3);
    assertThat(factor(MediaType.AVIF, 4800, 1200)).isEqualTo(2);
    assertThat(factor(MediaType.PNG, 65_000, 400)).isEqualTo(16);
  }

  @Test
  void of_theWholePicture_isNone() {
    for (MediaType type : MediaType.values()) {
      assertThat(factor(type, 5000, 5000)).isEqualTo(1);
      assertThat(factor(type, 10, 10)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(MediaType.class)
  void of_thinSource_leavesOnePixel(MediaType type) {
    for (int side = 1; side < 20; side++) {
      int across = ShrinkFactor.of(type, new Dimensions(16_000, side), 200).factor();
      int down = ShrinkFactor.of(type, new Dimensions(side, 16_000), 200).factor();

      assertThat(across).isBetween(1, side).isEqualTo(down);
    }
  }

  private static int factor(MediaType type, int source, int rendition) {
    return ShrinkFactor.of(type, new Dimensions(source, source), rendition).factor();
  }
}

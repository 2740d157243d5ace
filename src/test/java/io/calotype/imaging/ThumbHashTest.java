package io.calotype.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against what the package `thumbhash` of npm, version 0.1.1, gives for the same pixels. The plain
/// ones are the hardest: all that the reference finds in them is its rounding.
class ThumbHashTest {
  @ParameterizedTest
  @CsvSource({
    "GRADIENT, 32, 32, 3/cJNxqAh4eAeIiIiHiHiIeHCAiHgI8H",
    "GRADIENT, 100, 40, 3wcKM5qAh4dwh3eIgIAH+Ig=",
    "GRADIENT, 30, 90, 3/cJMhpwgHiIh4iHcIAI94g=",
    "WEAVE, 32, 32, XggGDwRBRGQAVXdBqCimGKqlyb+zn7kN",
    "WEAVE, 100, 75, H/gBBYBSIVVDJoNGJiVTC+yf/yeM",
    "WEAVE, 67, 100, HwgCDQIEQlJhJyc1FHEzgX+smq+H",
    "WEAVE, 100, 3, HAkKOYZhgFqTiIh3aU/4Z3g=",
    "WEAVE, 2, 100, mAkGIQJykTiHgnGgj0mzqAY=",
    "WEAVE, 1, 1, wwYKVwAI9wiIh4hwj3CI+AiIcH/4AAAA",
    "FADE, 32, 32, W+uFFQQ3VB9qeHiHhzdPNwKLgId4iIiIiA==",
    "FADE, 100, 56, 2wiCG4g3lFlPd4hLT4cGi4CHh4iHiHg=",
    "FADE, 33, 77, GiqGGgg3NYf4JNo4T2xCCXB3eIiHiIc=",
    "RED, 16, 16, 1fsDBwBnaix4iHdyeJiHeIeIgMB3CHwH",
    "RED, 100, 100, 1fsDBwCIiIiHiIeHd4h4d4d4AIqHoHgI",
    "NOTHING, 8, 8, AAiCBQAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
  })
  void of_anyPicture_equalsTheReference(Painted picture, int width, int height, String hash) {
    byte[] found = ThumbHash.of(width, height, picture.rgba(width, height));

    assertThat(Base64.getEncoder().encodeToString(found)).isEqualTo(hash);
  }

  @Test
  void of_pixelsAmongOthers_readsFromThePosition() {
    ByteBuffer rgba = Painted.WEAVE.rgba(10, 10).position(200);

    byte[] found = ThumbHash.of(10, 5, rgba);

    assertThat(found).isEqualTo(ThumbHash.of(10, 5, Painted.WEAVE.rgba(10, 10).slice(200, 200)));
    assertThat(rgba.position()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "101, 1", "1, 101", "-1, -1", "2147483647, 2147483647", "11, 10"})
  void of_sizeThatIsNone_isRefused(int width, int height) {
    ByteBuffer rgba = ByteBuffer.allocate(10 * 10 * 4);

    assertThatIllegalArgumentException().isThrownBy(() -> ThumbHash.of(width, height, rgba));
  }
}

package io.calotype.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DominantColorTest {
  private static final int RED = 0xff0000ff;
  private static final int BLUE = 0x0000ffff;

  @ParameterizedTest
  @ValueSource(ints = {0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0x0f1011, 0xf0efee})
  void of_oneColor_isExactlyThat(int rgb) {
    assertThat(DominantColor.of(2, 1, pixels(rgb << 8 | 0xff, rgb << 8 | 0xff)))
        .isEqualTo(String.format("#%06x", rgb));
  }

  @Test
  void of_manyColors_isTheMostFrequentAndNotTheMean() {
    assertThat(DominantColor.of(5, 1, pixels(RED, RED, RED, BLUE, BLUE))).isEqualTo("#ff0000");
  }

  @Test
  void of_colorOnTheBorderOfCells_countsWhole() {
    int below = 0x7f7f7fff;
    int above = 0x818181ff;

    assertThat(DominantColor.of(7, 1, pixels(below, RED, above, RED, below, RED, above)))
        .isEqualTo("#808080");
  }

  @Test
  void of_translucentPixels_weighAsTheyAreSeen() {
    assertThat(DominantColor.of(3, 1, pixels(0xff000040, 0xff000040, BLUE))).isEqualTo("#0000ff");
  }

  @Test
  void of_nearlyTransparentPixels_doNotCount() {
    int[] many = new int[100];
    Arrays.fill(many, 0xff00001f);
    many[7] = 0x00ff0020;

    assertThat(DominantColor.of(100, 1, pixels(many))).isEqualTo("#00ff00");
  }

  @Test
  void of_nothingToSee_isWhite() {
    assertThat(DominantColor.of(9, 9, Painted.NOTHING.rgba(9, 9))).isEqualTo("#ffffff");
  }

  @Test
  void of_pixelsAmongOthers_readsFromThePosition() {
    ByteBuffer rgba = pixels(RED, BLUE).position(4);

    assertThat(DominantColor.of(1, 1, rgba)).isEqualTo("#0000ff");
    assertThat(rgba.position()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, -1", "65536, 65536", "2147483647, 2147483647", "3, 1"})
  void of_sizeThatIsNone_isRefused(int width, int height) {
    ByteBuffer rgba = pixels(RED, BLUE);

    assertThatIllegalArgumentException().isThrownBy(() -> DominantColor.of(width, height, rgba));
  }

  private static ByteBuffer pixels(int... rgba) {
    ByteBuffer pixels = ByteBuffer.allocate(4 * rgba.length);
    pixels.asIntBuffer().put(rgba);
    return pixels;
  }
}

package io.calotype.imaging.bitmap.bmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthDecoderTest {
  private static final int[] COLORS = {0x111111, 0xff0000, 0x00ff00, 0x0000ff};

  @Test
  void rle8_everyKindOfPair_paintsBottomUp() {
    BmpFile file = rle8(4, 3, 2, 1, 2, 2, 0, 0, 0, 3, 3, 2, 1, 0, 1, 3, 0, 0, 4, 3, 0, 1);

    assertThat(indices(file)).containsExactly(3, 3, 3, 3, 3, 2, 1, 3, 1, 1, 2, 2);
    assertThat(file.decoded()).isEqualTo(file.decodedByTheJdk());
  }

  @Test
  void rle8_whatIsSteppedOver_hasTheFirstColor() {
    BmpFile file = rle8(3, 3, 1, 1, 0, 2, 1, 1, 1, 2, 0, 1);

    assertThat(indices(file)).containsExactly(0, 0, 0, 0, 0, 2, 1, 0, 0);
    assertThat(file.decoded()).isEqualTo(file.decodedByTheJdk());
  }

  @Test
  void rle4_everyKindOfPair_paintsBottomUp() {
    BmpFile file = rle4(5, 2, 5, 0x12, 0, 0, 0, 5, 0x32, 0x13, 0x20, 0, 0, 1);

    assertThat(indices(file)).containsExactly(3, 2, 1, 3, 2, 1, 2, 1, 2, 1);
    assertThat(file.decoded()).isEqualTo(file.decodedByTheJdk());
  }

  @Test
  void rle4_threePixelsAsTheyAre_takeTwoBytes() {
    assertThat(indices(rle4(4, 1, 0, 3, 0x32, 0x10, 1, 0x30, 0, 1))).containsExactly(3, 2, 1, 3);
  }

  @Test
  void paint_paddingOfTheRows_isDropped() {
    assertThat(indices(rle8(3, 1, 0, 4, 1, 2, 3, 1, 0, 1))).containsExactly(1, 2, 3);
    assertThat(indices(rle8(3, 2, 4, 1, 0, 0, 2, 2, 2, 3, 0, 1))).containsExactly(2, 2, 3, 1, 1, 1);
    assertThat(indices(rle4(3, 1, 8, 0x12))).containsExactly(1, 2, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 1", "2 1 0 0", "2 1 0 0 0 1", "2 1 0 1", "1 1 1 1 0 1 9 9"})
  void paint_endOfTheLastRow_mayGoWithoutAMark(String data) {
    assertThat(indices(rle8(2, 1, bytes(data)))).containsExactly(1, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "3 1 0",
        "2 1",
        "2 1 0 0",
        "2 1 0 0 2",
        "5 1 0 1",
        "3 1 2 1 0 1",
        "0 5 1 1 1 1 1 0 0 1",
        "0 3 1 1",
        "0 2 5 0 0 1",
        "0 2 0 3 0 1",
        "0 2",
        "0 2 1",
        "0 0 0 0 0 0 0 1",
        "0 0 0 0 1 1 0 1",
        "0 2 4 0 1 1 0 1",
        "0 255",
        "255 0 0 1",
      })
  void paint_outOfThePictureOrTheFile_isRefused(String data) {
    BmpTest.refused(rle8(3, 2, bytes(data)).file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9 1 0 1", "0 9 1 1 1 1 1 0 0 1", "0 3 1", "0 7 1 1 1 1"})
  void paint_halfBytesOutOfThePictureOrTheFile_isRefused(String data) {
    BmpTest.refused(rle4(3, 2, bytes(data)).file());
  }

  private static BmpFile rle8(int width, int height, int... data) {
    return BmpFile.of(40, width, height, 8).compression(1).palette(COLORS).data(data);
  }

  private static BmpFile rle4(int width, int height, int... data) {
    return BmpFile.of(40, width, height, 4).compression(2).palette(COLORS).data(data);
  }

  private static int[] bytes(String data) {
    return Arrays.stream(data.split(" "))
        .filter(number -> !number.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static int[] indices(BmpFile file) {
    return Arrays.stream(file.decoded())
        .map(argb ->
            Arrays.binarySearch(new int[] {0xff, 0xff00, 0x111111, 0xff0000}, argb & 0xffffff))
        .map(found -> new int[] {3, 2, 0, 1}[found])
        .toArray();
  }
}

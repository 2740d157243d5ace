package io.calotype.imaging.bitmap.psd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.imaging.bitmap.BitmapException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The merged pictures of Photoshop documents, sample by sample.
class PsdTest {
  private static final int BITMAP = 0;
  private static final int GREY = 1;
  private static final int INDEXED = 2;
  private static final int RGB = 3;
  private static final int CMYK = 4;
  private static final int MULTICHANNEL = 7;
  private static final int DUOTONE = 8;
  private static final int LAB = 9;

  @Test
  void decode_rgb_isInterleaved() {
    assertThat(decoded(PsdFile.of(RGB, 8, 3, 2).picture(0, 1, 2, 3, 4, 5, 6)))
        .containsExactly(1, 3, 5, 2, 4, 6);
  }

  /// A row repeats, copies and pauses (PackBits).
  @Test
  void decode_packedRows_areUnpacked() {
    PsdFile file = PsdFile.of(GREY, 8, 1, 6).picture(1, 0, 7, 254, 9, 128, 2, 1, 2, 3);

    assertThat(decoded(file)).containsExactly(9, 9, 9, 1, 2, 3);
  }

  @Test
  void decode_psb_hasLongerLengths() {
    PsdFile file = PsdFile.of(GREY, 8, 1, 2).large().picture(1, 0, 0, 0, 2, 255, 9);

    assertThat(decoded(file)).containsExactly(9, 9);
  }

  @Test
  void decode_bitmap_isBlackWhereABitIsSet() {
    assertThat(decoded(PsdFile.of(BITMAP, 1, 1, 3).picture(0, 0b1010_0000)))
        .containsExactly(0, 255, 0);
  }

  @Test
  void decode_duotone_isGrey() {
    assertThat(decoded(PsdFile.of(DUOTONE, 8, 1, 2).palette(1, 2).picture(0, 7, 8)))
        .containsExactly(7, 8);
  }

  @Test
  void decode_indexed_hasTheColoursOfThePalette() {
    PsdFile file = PsdFile.of(INDEXED, 8, 1, 2).palette(1, 2, 3, 4, 5, 6).picture(0, 1, 0);

    assertThat(decoded(file)).containsExactly(2, 4, 6, 1, 3, 5);
    assertThat(decoded(file.resource(1047, 0, 1))).containsExactly(2, 4, 6, 0, 1, 3, 5, 255);
  }

  /// Photoshop stores how much light is left; inks are how much is printed.
  @Test
  void decode_cmyk_isTheAmountOfInk() {
    PsdFile file = PsdFile.of(CMYK, 8, 4, 1).picture(0, 255, 200, 0, 254);

    assertThat(decoded(file)).containsExactly(0, 55, 255, 1);
    assertThat(read(file).inks()).isTrue();
  }

  @Test
  void decode_multichannel_equalsItsSource() {
    assertThat(decoded(PsdFile.of(MULTICHANNEL, 8, 3, 1).picture(0, 1, 2, 3)))
        .containsExactly(1, 2, 3);
    assertThat(read(PsdFile.of(MULTICHANNEL, 8, 5, 1).picture(0, 1, 2, 3, 4, 5)).inks()).isTrue();
    assertThat(decoded(PsdFile.of(MULTICHANNEL, 8, 2, 1).picture(0, 1, 2))).containsExactly(1);
  }

  /// Values of Photoshop's own conversion: neutral, and the red of sRGB.
  @Test
  void decode_lab_isSrgb() {
    assertThat(decoded(PsdFile.of(LAB, 8, 3, 1).picture(0, 255, 128, 128)))
        .isEqualTo(new int[] {255, 255, 255});
    int[] grey = decoded(PsdFile.of(LAB, 8, 3, 1).picture(0, 137, 128, 128));
    assertThat(Arrays.stream(grey)).allMatch(level -> Math.abs(level - 128) <= 2);
    int[] red = decoded(PsdFile.of(LAB, 8, 3, 1).picture(0, 138, 209, 198));
    assertThat(red[0]).isGreaterThan(250);
    assertThat(Math.max(red[1], red[2])).isLessThan(25);
  }

  @Test
  void decode_sixteenBits_isRounded() {
    PsdFile file = PsdFile.of(GREY, 16, 1, 3).picture(0, 255, 255, 128, 128, 0, 200);

    assertThat(decoded(file)).containsExactly(255, 128, 1);
  }

  /// Linear light of 0.5 is level 188 of sRGB.
  @Test
  void decode_thirtyTwoBits_isLinearLight() {
    PsdFile file =
        PsdFile.of(GREY, 32, 1, 3).picture(0, 0x3f, 0, 0, 0, 0x40, 0, 0, 0, 0xbf, 0, 0, 0);

    assertThat(decoded(file)).containsExactly(188, 255, 0);
  }

  /// Any other further channel is a selection.
  @Test
  void decode_furtherChannel_isAlphaOnlyWhereTheLayersSaySo() {
    PsdFile plain = PsdFile.of(GREY, 8, 2, 2).picture(0, 255, 255, 0, 128);

    assertThat(read(plain).alpha()).isFalse();
    assertThat(decoded(plain)).containsExactly(255, 255);
    assertThat(decoded(plain.transparent())).containsExactly(255, 0, 255, 128);
    assertThat(read(PsdFile.of(GREY, 8, 2, 2).large().transparent().picture(0, 1, 2, 3, 4)).alpha())
        .isTrue();
    assertThat(read(PsdFile.of(GREY, 16, 2, 1).transparentBlock().picture(0, 1, 2, 3, 4)).alpha())
        .isTrue();
  }

  /// Red of 50% on white is stored as pink.
  @Test
  void decode_transparentPicture_losesTheWhiteBehindIt() {
    PsdFile file = PsdFile.of(RGB, 8, 4, 1).transparent().picture(0, 255, 127, 127, 128);

    int[] pixel = decoded(file);

    assertThat(pixel[0]).isEqualTo(255);
    assertThat(pixel[1]).isLessThan(2);
    assertThat(pixel[3]).isEqualTo(128);
  }

  @Test
  void profile_embedded_isThatOfTheResource() {
    PsdFile file = PsdFile.of(RGB, 8, 3, 1).resource(1005, 1).resource(1039, 7, 8, 9);

    assertThat(read(file.picture(0, 1, 2, 3)).profile())
        .hasValue(ByteBuffer.wrap(new byte[] {7, 8, 9}));
  }

  /// Its picture would be plain white or black.
  @Test
  void read_documentWithoutAMergedPicture_isRefused() {
    PsdFile file = PsdFile.of(GREY, 8, 1, 1).resource(1057, 0, 0, 0, 1, 0).picture(0, 1);

    assertThatThrownBy(() -> read(file)).isInstanceOf(BitmapException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void decode_cutPicture_isRefused(int compression) {
    byte[] whole =
        PsdFile.of(GREY, 8, 1, 3)
            .picture(compression, compression == 0 ? new int[] {1, 2, 3} : new int[] {0, 2, 254, 9})
            .bytes();

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decoded(ByteBuffer.wrap(cut))).isInstanceOf(BitmapException.class);
    }
    assertThat(decoded(ByteBuffer.wrap(whole))).hasSize(3);
  }

  private static Psd read(PsdFile file) {
    return Psd.read(ByteBuffer.wrap(file.bytes()));
  }

  private static int[] decoded(PsdFile file) {
    return decoded(ByteBuffer.wrap(file.bytes()));
  }

  private static int[] decoded(ByteBuffer file) {
    Psd psd = Psd.read(file);
    byte[] pixels = new byte[psd.width() * psd.height() * psd.bands()];
    psd.decode(ByteBuffer.wrap(pixels));
    int[] levels = new int[pixels.length];
    Arrays.setAll(levels, i -> Byte.toUnsignedInt(pixels[i]));
    return levels;
  }
}

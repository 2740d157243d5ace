package io.calotype.imaging.bitmap.bmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.png.PngFile;
import io.calotype.imaging.worker.Corpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcoTest {
  private static final int[] SEEN = {0, 0, 0, 0, 0, 0, 0, 0};
  private static final int[] HIDDEN_BELOW_LEFT = {0x80, 0, 0, 0, 0, 0, 0, 0};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void decode_indices_areHiddenByTheMask(int bits) {
    BmpFile bitmap = BmpFile.of(40, 2, 2, bits).palette(0xff0000, 0x00ff00);
    bitmap.pixels((x, y) -> x).icon(HIDDEN_BELOW_LEFT);

    assertThat(decoded(bitmap)).containsExactly(0xffff0000, 0xff00ff00, 0x00ff0000, 0xff00ff00);
  }

  @ParameterizedTest
  @CsvSource({"24, 2", "32, 2", "24, -2", "32, -2"})
  void decode_colors_areHiddenByTheMask(int bits, int height) {
    int[] mask = height > 0 ? HIDDEN_BELOW_LEFT : new int[] {0, 0, 0, 0, 0x80, 0, 0, 0};
    BmpFile bitmap = BmpFile.of(40, 2, height, bits).pixels((x, y) -> 16 * x + y).icon(mask);

    assertThat(decoded(bitmap)).containsExactly(0xff000000, 0xff000010, 0x00000001, 0xff000011);
  }

  @Test
  void decode_alphaOfAnyPixel_isNotTouchedByTheMask() {
    BmpFile bitmap = BmpFile.of(40, 2, 2, 32).pixels((x, y) -> x * y * 0x07000000 + 9);

    assertThat(decoded(bitmap.icon(HIDDEN_BELOW_LEFT))).containsExactly(9, 9, 9, 0x07000009);
  }

  @ParameterizedTest
  @CsvSource({"0, ff000001", "7, 07000001"})
  void decode_fourBytesWithoutAMask_areEnough(int alpha, String expected) {
    BmpFile bitmap = BmpFile.of(40, 1, 1, 32).pixels((x, y) -> alpha << 24 | 1).icon();

    assertThat(decoded(bitmap)).containsExactly(Integer.parseUnsignedInt(expected, 16));
  }

  @Test
  void decode_lastRowOfTheMaskWithoutItsPadding_isThere() {
    assertThat(decoded(BmpFile.of(40, 1, 1, 24).icon(0x80))).containsExactly(0);
  }

  @Test
  void read_manyPictures_isTheLargest() {
    IcoFile file =
        IcoFile.cursor()
            .picture(BmpFile.of(40, 3, 2, 32).icon(SEEN))
            .picture(BmpFile.of(40, 3, 3, 24).icon(new int[12]))
            .picture(BmpFile.of(40, 2, 3, 32).icon());

    assertThat(read(file)).returns(3, Ico::width).returns(3, Ico::height);
  }

  @Test
  void read_equallyLargePictures_isTheDeepest() {
    IcoFile file =
        IcoFile.icon()
            .picture(BmpFile.of(40, 1, 1, 24).icon(SEEN))
            .picture(BmpFile.of(40, 1, 1, 32).pixels((x, y) -> 0x02030405).icon())
            .picture(BmpFile.of(40, 1, 1, 16).icon(SEEN));

    assertThat(decoded(read(file))).containsExactly(0x02030405);
  }

  @Test
  void png_whereItIsTheLargest_isThatPartOfTheFile() {
    byte[] png = PngFile.grey(2, 2).image(2, 2, 0).bytes();
    Ico ico = read(IcoFile.icon().picture(BmpFile.of(40, 1, 2, 24).icon(SEEN)).picture(png));

    assertThat(ico).returns(2, Ico::width).returns(2, Ico::height);
    assertThat(ico.png()).contains(ByteBuffer.wrap(png));
    assertThatIllegalStateException().isThrownBy(() -> ico.decode(ByteBuffer.allocate(16)));
  }

  @Test
  void read_pictureThatIsBroken_isPassedOver() {
    byte[] png = PngFile.grey(-1, 2).image(2, 2, 0).bytes();
    IcoFile file =
        IcoFile.icon()
            .picture(png)
            .picture(BmpFile.of(40, 1, 2, 24).icon(SEEN))
            .picture(new byte[9]);

    assertThat(read(file)).returns(1, Ico::width).returns(2, Ico::height);
    assertThat(read(file).png()).isEmpty();
  }

  @Test
  void decode_withLessRoom_isRefused() {
    Ico ico = read(IcoFile.icon().picture(BmpFile.of(40, 4, 4, 24).icon(new int[16])));

    assertThatIllegalArgumentException().isThrownBy(() -> ico.decode(ByteBuffer.allocate(63)));
  }

  @Test
  void read_cutAnywhere_isRefused() {
    for (int bits : new int[] {1, 8, 24, 32}) {
      BmpFile bitmap = BmpFile.of(40, 32, 4, bits).palette(new int[bits > 8 ? 0 : 1 << bits]);
      byte[] whole = IcoFile.icon().picture(bitmap.icon(new int[bits == 32 ? 0 : 16])).bytes();
      for (int length = 0; length < whole.length; length++) {
        refused(Arrays.copyOf(whole, length));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2147483647",
    "0, -1",
    "0, -2147483648",
    "1, 2147483647",
    "1, -1",
    "1, 3000",
    "0, 0",
    "0, 39",
  })
  void read_pictureBeyondTheEnd_isRefused(int field, int value) {
    byte[] file = IcoFile.icon().picture(BmpFile.of(40, 4, 4, 24).icon(new int[16])).bytes();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(14 + 4 * field, value);

    refused(file);
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 2",
    "1, 2147483647",
    "1, -2147483648",
    "65536, 131072",
    "0, 2",
    "1, 1",
    "1, 0",
    "-1, 2",
  })
  void read_sizeThatIsNone_isRefused(int width, int height) {
    byte[] file = IcoFile.icon().picture(BmpFile.of(40, 1, 1, 24).icon(SEEN)).bytes();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(26, width).putInt(30, height);

    refused(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00000100", "000001000000", "000003000100", "010001000100"})
  void read_headerOfNoIcon_isRefused(String hex) {
    refused(Arrays.copyOf(HexFormat.of().parseHex(hex), hex.length() / 2 + 64));
  }

  @Test
  void read_runs_areRefused() {
    refused(IcoFile.icon().picture(BmpFile.of(40, 2, 2, 8).compression(1).icon(SEEN)).bytes());
  }

  @Test
  void read_asManyEntriesAsThereCanBe_isOfTheFirst() {
    byte[] none = Arrays.copyOf(new byte[] {0, 0, 1, 0, -1, -1}, 6 + 16 * 65_535);
    IcoFile many = IcoFile.icon();
    for (int i = 1; i <= 300; i++) {
      many.picture(BmpFile.of(40, i, 1, 32).icon());
    }

    refused(none);
    refused(Arrays.copyOf(none, 6));
    assertThat(read(many).width()).isEqualTo(256);
  }

  /// The icon as Pillow reads it, the cursor as ImageMagick does: Pillow leaves its mask out.
  @ParameterizedTest
  @CsvSource({
    "photos/other-favicon.ico, 48, 114321313",
    "hostile/delegates/cursor.cur, 32, -1155752904"
  })
  void decode_realFile_equalsOtherDecoders(String name, int size, int hash) throws IOException {
    Ico ico = Ico.read(ByteBuffer.wrap(Files.readAllBytes(Corpus.file(name))));

    assertThat(ico).returns(size, Ico::width).returns(size, Ico::height);
    assertThat(Arrays.hashCode(decoded(ico))).isEqualTo(hash);
  }

  @Test
  void read_bomb_isRefused() throws IOException {
    refused(Files.readAllBytes(Corpus.file("hostile/bombs/ico-bomb.ico")));
  }

  private static Ico read(IcoFile file) {
    return Ico.read(ByteBuffer.wrap(file.bytes()));
  }

  private static int[] decoded(BmpFile only) {
    return decoded(read(IcoFile.icon().picture(only)));
  }

  private static int[] decoded(Ico ico) {
    int count = ico.width() * ico.height();
    ByteBuffer pixels = ByteBuffer.allocateDirect(4 * count + 3).position(3);
    ico.decode(pixels);
    return BmpFile.argb(pixels.slice(), count, 4);
  }

  private static void refused(byte[] file) {
    assertThatExceptionOfType(BitmapException.class)
        .isThrownBy(() -> Ico.read(ByteBuffer.wrap(file)));
  }
}

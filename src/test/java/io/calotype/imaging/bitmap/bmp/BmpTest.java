package io.calotype.imaging.bitmap.bmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.worker.Corpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BmpTest {
  private static final int WIDTH = 19;
  private static final int HEIGHT = 7;

  @ParameterizedTest
  @CsvSource({
    "12, 1", "12, 4", "12, 8", "16, 1", "16, 4", "16, 8", "40, 1", "40, 2", "40, 4", "40, 8",
    "52, 8", "56, 4", "64, 1", "64, 8", "108, 4", "108, 8", "124, 1", "124, 8",
  })
  void decode_indices_areColorsOfThePalette(int header, int bits) {
    BmpFile file = indexed(header, HEIGHT, bits);

    assertThat(file.decoded()).isEqualTo(expected((x, y) -> color(index(x, y, bits))));
  }

  @ParameterizedTest
  @CsvSource({
    "12, 1", "12, 4", "12, 8", "40, 1", "40, 4", "40, 8", "108, 8", "124, 4", "12, 24", "40, 16",
    "40, 24", "40, 32", "124, 24",
  })
  void decode_whatTheJdkReads_isTheSame(int header, int bits) {
    BmpFile file =
        bits > 8
            ? BmpFile.of(header, WIDTH, HEIGHT, bits).pixels(BmpTest::rgb)
            : indexed(header, HEIGHT, bits);

    assertThat(file.decoded()).isEqualTo(file.decodedByTheJdk());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void decode_topDown_isTheSamePicture(int bits) {
    assertThat(indexed(40, -HEIGHT, bits).decoded()).isEqualTo(indexed(40, HEIGHT, bits).decoded());
  }

  @ParameterizedTest
  @CsvSource({"12, 24", "40, 24", "40, 32", "124, 24", "124, 32", "16, 24"})
  void decode_bytes_areTheColors(int header, int bits) {
    BmpFile file = BmpFile.of(header, WIDTH, HEIGHT, bits).pixels(BmpTest::rgb);

    assertThat(file.decoded()).isEqualTo(expected((x, y) -> rgb(x, y) | 0xff000000));
  }

  @Test
  void decode_fifteenBits_areSpreadToTheFullRange() {
    BmpFile file = BmpFile.of(40, 3, 1, 16).pixels((x, y) -> new int[] {0x7fff, 0x7c10, 0x0421}[x]);

    assertThat(file.decoded()).containsExactly(0xffffffff, 0xffff0084, 0xff080808);
  }

  @ParameterizedTest
  @CsvSource({
    "16, f800, 7e0, 1f",
    "16, f00, f0, f",
    "16, 1, 2, fffc",
    "32, ff0000, ff00, ff",
    "32, ff, ff00, ff0000",
    "32, 3ff00000, ffc00, 3ff",
    "32, ff000000, ff0000, ff00",
  })
  void decode_masks_pickTheChannels(int bits, String red, String green, String blue) {
    long[] masks = {hex(red), hex(green), hex(blue)};
    BmpFile file = BmpFile.of(40, WIDTH, HEIGHT, bits).masks(masks).pixels(BmpTest::noise);

    assertThat(file.decoded()).isEqualTo(expected((x, y) -> masked(noise(x, y), bits, masks)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7c00, 3e0, 1f", "f800, 7e0, 1f"})
  void decode_masksThatTheJdkKnows_areTheSame(String masks) {
    long[] each = Arrays.stream(masks.split(", ")).mapToLong(BmpTest::hex).toArray();
    BmpFile file = BmpFile.of(40, WIDTH, HEIGHT, 16).masks(each).pixels(BmpTest::noise);

    assertThat(file.decoded()).isEqualTo(file.decodedByTheJdk());
  }

  @ParameterizedTest
  @CsvSource({"40, 6", "56, 3", "56, 6", "108, 3", "124, 3"})
  void decode_alphaMask_makesFourBands(int header, int compression) {
    BmpFile file =
        BmpFile.of(header, WIDTH, HEIGHT, 32)
            .masks(0xff0000, 0xff00, 0xff, 0xff000000L)
            .compression(compression)
            .pixels(BmpTest::noise);

    assertThat(Bmp.read(file.file())).returns(true, Bmp::alpha).returns(4, Bmp::bands);
    assertThat(file.decoded()).isEqualTo(expected(BmpTest::noise));
  }

  @ParameterizedTest
  @CsvSource({"40, 0", "124, 0", "124, 3", "52, 3"})
  void alpha_withoutAMask_isNone(int header, int compression) {
    BmpFile file =
        BmpFile.of(header, WIDTH, HEIGHT, 32)
            .masks(0xff0000, 0xff00, 0xff)
            .compression(compression)
            .pixels(BmpTest::noise);

    assertThat(Bmp.read(file.file())).returns(false, Bmp::alpha).returns(3, Bmp::bands);
    assertThat(file.decoded()).isEqualTo(expected((x, y) -> noise(x, y) | 0xff000000));
  }

  @Test
  void decode_indexWithoutAColor_isBlack() {
    BmpFile file = BmpFile.of(40, 4, 1, 8).palette(0xff0000, 0x00ff00).data(0, 1, 2, 255);

    assertThat(file.decoded()).containsExactly(0xffff0000, 0xff00ff00, 0xff000000, 0xff000000);
  }

  @Test
  void decode_paletteThatReachesIntoThePixels_endsBeforeThem() {
    ByteBuffer file = BmpFile.of(40, 4, 1, 8).palette(0xff0000).data(0, 1, 2, 3).file();
    file.putInt(46, 0);

    assertThat(BmpFile.decoded(file))
        .containsExactly(0xffff0000, 0xff000000, 0xff000000, 0xff000000);
  }

  @Test
  void decode_lastRowWithoutItsPadding_isWhole() {
    ByteBuffer file = BmpFile.of(40, 1, 2, 24).data(1, 2, 3, 0, 4, 5, 6).file();

    assertThat(BmpFile.decoded(file)).containsExactly(0xff060504, 0xff030201);
  }

  @Test
  void decode_withLessRoom_isRefused() {
    Bmp bmp = Bmp.read(BmpFile.of(40, 5, 5, 24).file());

    assertThatIllegalArgumentException().isThrownBy(() -> bmp.decode(ByteBuffer.allocate(74)));
  }

  @Test
  void read_aFileAmongOthers_readsFromThePosition() {
    byte[] file = BmpFile.of(40, 1, 1, 24).data(1, 2, 3, 0).bytes();
    ByteBuffer more = ByteBuffer.allocate(100).put(9, file).position(9);

    assertThat(BmpFile.decoded(more)).containsExactly(0xff030201);
    assertThat(more.position()).isEqualTo(9);
  }

  @Test
  void decode_photo_equalsTheJdk() throws IOException {
    byte[] file = Files.readAllBytes(Corpus.file("photos/bmp-24bit.bmp"));

    assertThat(Arrays.hashCode(BmpFile.decoded(ByteBuffer.wrap(file))))
        .isEqualTo(Arrays.hashCode(BmpFile.decodedByTheJdk(file)));
  }

  @Test
  void read_cutAnywhere_isRefused() {
    for (int bits : new int[] {1, 8, 16, 24, 32}) {
      byte[] whole = BmpFile.of(40, 8, 2, bits).palette(1, 2).bytes();
      for (int length = 0; length < whole.length - (bits == 1 ? 3 : 0); length++) {
        refused(ByteBuffer.wrap(whole, 0, length));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 1",
    "2147483647, 2147483647",
    "1, 2147483647",
    "1, -2147483648",
    "65536, 65536",
    "-1, 1",
    "0, 1",
    "1, 0",
    "-2147483648, -2147483648",
    "30000, -30000",
    "536870912, 1",
  })
  void read_sizeThatIsNone_isRefused(int width, int height) {
    refused(BmpFile.of(40, 1, 1, 1).file().putInt(18, width).putInt(22, height));
    refused(
        BmpFile.of(40, 1, 1, 8)
            .compression(1)
            .file()
            .putInt(18, width)
            .putInt(22, Math.min(height, -height)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 13, 53, 59, 62, 0x7fffffffL, 0xffffffffL})
  void read_pixelsThatAreNotThere_isRefused(long first) {
    refused(BmpFile.of(40, 2, 1, 24).file().putInt(10, (int) first));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "0, 3", "0, 31", "0, 64", "1, 4", "2, 8", "1, 24", "3, 8", "3, 24", "4, 0", "5, 0",
    "6, 24", "7, 8", "-1, 8", "11, 32",
  })
  void read_bitsAndCompressionThatDoNotGoTogether_isRefused(int compression, int bits) {
    refused(BmpFile.of(40, 1, 1, 32).file().putShort(28, (short) bits).putInt(30, compression));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 13, 39, 41, 65, 125, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void read_headerOfNoVersion_isRefused(int size) {
    refused(BmpFile.of(40, 1, 1, 32).file().putInt(14, size));
  }

  @ParameterizedTest
  @CsvSource({"16, 5", "32, 80000001", "16, 1f0000"})
  void read_masksThatAreNone_isRefused(int bits, String mask) {
    refused(BmpFile.of(40, 1, 1, bits).masks(0, hex(mask), 0).file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bad_height", "badbitcount", "badplanes", "badrle", "bmp-invalid-bpp"})
  void decode_brokenFiles_areRefused(String name) throws IOException {
    String path = "hostile/corrupt-bmp-jxl-j2k-psd/" + name + ".bmp";

    refused(ByteBuffer.wrap(Files.readAllBytes(Corpus.file(path))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"badpalettesize", "pal8badindex"})
  void decode_brokenPalettes_areMadeTheBestOf(String name) throws IOException {
    String path = "hostile/corrupt-bmp-jxl-j2k-psd/" + name + ".bmp";
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(Corpus.file(path)));

    assertThat(BmpFile.decoded(file)).isNotEmpty();
  }

  static void refused(ByteBuffer file) {
    assertThatExceptionOfType(BitmapException.class).isThrownBy(() -> BmpFile.decoded(file));
  }

  private static BmpFile indexed(int header, int height, int bits) {
    return BmpFile.of(header, WIDTH, height, bits)
        .palette(IntStream.range(0, 1 << bits).map(BmpTest::color).toArray())
        .pixels((x, y) -> index(x, y, bits));
  }

  private static int index(int x, int y, int bits) {
    return (x * 5 + y * 3) % (1 << bits);
  }

  private static int color(int index) {
    return 0xff000000 | index * 0x10305 + 0x8090a;
  }

  private static int rgb(int x, int y) {
    return (x * 13) << 16 | (y * 30) << 8 | (x * 5 + y);
  }

  private static int noise(int x, int y) {
    return (x + 1) * (y + 3) * 0x9e3779b9;
  }

  private static int masked(int pixel, int bits, long... masks) {
    long value = Integer.toUnsignedLong(pixel) & (1L << bits) - 1;
    int rgb = 0xff;
    for (long mask : masks) {
      rgb = rgb << 8 | (int) Math.round(255.0 * (value & mask) / mask);
    }
    return rgb;
  }

  private static long hex(String number) {
    return Long.parseLong(number.strip(), 16);
  }

  private static int[] expected(IntBinaryOperator argb) {
    return IntStream.range(0, WIDTH * HEIGHT)
        .map(i -> argb.applyAsInt(i % WIDTH, i / WIDTH))
        .toArray();
  }
}

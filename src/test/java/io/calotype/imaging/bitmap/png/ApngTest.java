package io.calotype.imaging.bitmap.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.bmp.BmpFile;
import io.calotype.imaging.bitmap.png.Apng.Disposal;
import io.calotype.imaging.worker.Corpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApngTest {
  @Test
  void read_imageThatIsAFrame_isTheFirst() {
    Apng apng = read(two());

    assertThat(apng).returns(4, Apng::width).returns(3, Apng::height).returns(7, Apng::plays);
    assertThat(apng.frames())
        .containsExactly(
            new Apng.Frame(0, 0, 4, 3, 100, Disposal.NONE, false),
            new Apng.Frame(1, 2, 3, 1, 100, Disposal.NONE, false));
  }

  @Test
  void read_imageThatIsNoFrame_isLeftOut() {
    PngFile file = PngFile.grey(4, 3).control(1, 0).image(4, 3, 1).frame(0, 2, 1, 0, 0);
    Apng apng = read(file.data(1, 2, 1, 255));

    assertThat(apng.frames()).hasSize(1);
    assertThat(BmpFile.decodedByTheJdk(apng.png(0))).containsExactly(greys(255, 2));
  }

  @Test
  void png_anyFrame_isAPictureOfItsOwn() {
    Apng apng = read(two());

    assertThat(BmpFile.decodedByTheJdk(apng.png(0))).containsExactly(greys(255, 12));
    assertThat(BmpFile.decodedByTheJdk(apng.png(1))).containsExactly(greys(0, 3));
  }

  @Test
  void png_dataInParts_areAllThere() {
    byte[] pixels = PngFile.pixels(4, 3, 0);
    PngFile file = PngFile.grey(4, 3).control(1, 0).image(4, 3, 1).frame(0, 4, 3, 0, 0);
    file.part(1, Arrays.copyOf(pixels, 3))
        .chunk("tEXt", ByteBuffer.allocate(5))
        .part(2, new byte[0]);
    file.part(3, Arrays.copyOfRange(pixels, 3, pixels.length));

    assertThat(BmpFile.decodedByTheJdk(read(file).png(0))).containsExactly(greys(0, 12));
  }

  @Test
  void png_chunksOfColourSpaces_areKept() {
    PngFile file = PngFile.grey(1, 1).chunk("gAMA", ByteBuffer.allocate(4).putInt(45_455));
    file.chunk("tEXt", ByteBuffer.allocate(9)).chunk("tRNS", ByteBuffer.allocate(2));
    file.control(1, 0).frame(0, 1, 1, 0, 0).image(1, 1, 0);

    byte[] expected =
        PngFile.grey(1, 1)
            .chunk("gAMA", ByteBuffer.allocate(4).putInt(45_455))
            .chunk("tRNS", ByteBuffer.allocate(2))
            .image(1, 1, 0)
            .bytes();

    assertThat(read(file).png(0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10, 100",
    "3, 0, 30",
    "0, 0, 0",
    "65535, 1, 65535000",
    "1, 3, 333",
    "2, 3, 667",
    "1, 65535, 0",
  })
  void delay_fraction_isInMilliseconds(int numerator, int denominator, int millis) {
    PngFile file = PngFile.grey(1, 1).control(1, 0);
    file.frame(0, 1, 1, 0, 0, numerator, denominator, 0, 0).image(1, 1, 0);

    assertThat(read(file).frames().getFirst().delayMillis()).isEqualTo(millis);
  }

  @Test
  void disposal_ofTheFirstFrame_isNeverToThePreviousFrame() {
    PngFile file = PngFile.grey(1, 1).control(2, 0);
    file.frame(0, 1, 1, 0, 0, 0, 0, 2, 1).image(1, 1, 0);
    file.frame(1, 1, 1, 0, 0, 0, 0, 2, 1).data(2, 1, 1, 0);

    assertThat(read(file).frames())
        .extracting(Apng.Frame::disposal)
        .containsExactly(Disposal.BACKGROUND, Disposal.PREVIOUS);
  }

  @Test
  void plays_moreThanANumberHolds_areManyAllTheSame() {
    PngFile file = PngFile.grey(1, 1).control(1, -1).frame(0, 1, 1, 0, 0).image(1, 1, 0);

    assertThat(read(file).plays()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void read_photo_isFortyOneFramesThatCanBeDecoded() throws IOException {
    byte[] file = Files.readAllBytes(Corpus.file("photos/png-apng-animated.apng"));
    Apng apng = Apng.read(ByteBuffer.wrap(file));

    assertThat(Apng.animated(ByteBuffer.wrap(file))).isTrue();
    assertThat(apng.frames()).hasSize(41);
    for (int i = 0; i < apng.frames().size(); i++) {
      var picture = ImageIO.read(new ByteArrayInputStream(apng.png(i)));
      assertThat(picture.getWidth()).isEqualTo(apng.frames().get(i).width());
      assertThat(picture.getHeight()).isEqualTo(apng.frames().get(i).height());
    }
  }

  @Test
  void animated_moreThanOneFrameBeforeTheImage_isTrue() {
    assertThat(animated(two().bytes())).isTrue();
    assertThat(animated(PngFile.grey(1, 1).control(2, 0).unfinished())).isTrue();
    assertThat(animated(PngFile.grey(1, 1).control(-1, 0).unfinished())).isTrue();
  }

  @Test
  void animated_anythingElse_isFalse() {
    assertThat(animated(new byte[0])).isFalse();
    assertThat(animated(new byte[100])).isFalse();
    assertThat(animated(PngFile.grey(1, 1).image(1, 1, 0).bytes())).isFalse();
    assertThat(animated(PngFile.grey(1, 1).control(1, 0).image(1, 1, 0).bytes())).isFalse();
    assertThat(animated(PngFile.grey(1, 1).control(0, 0).image(1, 1, 0).bytes())).isFalse();
    assertThat(animated(PngFile.grey(1, 1).image(1, 1, 0).control(2, 0).bytes())).isFalse();
    assertThat(animated(PngFile.grey(1, 1).bytes())).isFalse();
    assertThat(animated(PngFile.grey(1, 1).chunk("acTL", ByteBuffer.allocate(0)).bytes()))
        .isFalse();
  }

  @Test
  void read_cutAnywhere_hasTheFramesBefore() {
    byte[] whole = two().bytes();
    int first = offset(whole, "fcTL", 2);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length < first) {
        refused(cut);
      } else {
        assertThat(frames(cut)).isEqualTo(length < whole.length - 12 ? 1 : 2);
      }
    }
  }

  @Test
  void read_anyByteChanged_hasTheFramesBefore() {
    byte[] whole = two().bytes();
    int first = offset(whole, "fcTL", 2);
    for (int at = 0; at < whole.length - 12; at++) {
      byte[] broken = whole.clone();
      broken[at] ^= 0x10;
      if (at < first) {
        refused(broken);
      } else {
        assertThat(frames(broken)).isEqualTo(1);
      }
    }
  }

  @Test
  void read_frameWithoutItsData_endsBeforeIt() {
    PngFile file = start(4).frame(0, 4, 3, 0, 0).image(4, 3, 255);
    file.frame(1, 3, 1, 1, 2).data(2, 3, 1, 0).frame(3, 4, 3, 0, 0).frame(4, 4, 3, 0, 0);

    assertThat(frames(file.data(5, 4, 3, 0).bytes())).isEqualTo(2);
  }

  @Test
  void read_moreFramesThanStated_areLeftOut() {
    PngFile file = start(1).frame(0, 4, 3, 0, 0).image(4, 3, 255);

    assertThat(frames(file.frame(1, 4, 3, 0, 0).data(2, 4, 3, 0).bytes())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1000})
  void read_chunkBeyondTheEnd_hasTheFramesBefore(int length) {
    byte[] file = two().chunk("tEXt", ByteBuffer.allocate(9)).bytes();
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("tEXt") - 4;
    ByteBuffer.wrap(file).putInt(at, length);

    assertThat(frames(file)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 0",
    "-1, 1",
    "2147483647, 2147483647",
    "65536, 65536",
    "-2147483648, -2147483648",
  })
  void read_sizeThatIsNone_isRefused(int width, int height) {
    PngFile file = PngFile.grey(width, height).control(1, 0).frame(0, width, height, 0, 0);

    refused(file.image(1, 1, 0).bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "5, 1, 0, 0",
    "1, 4, 0, 0",
    "4, 3, 1, 0",
    "4, 3, 0, 1",
    "0, 1, 0, 0",
    "1, 0, 0, 0",
    "1, 1, -1, 0",
    "-1, 1, 2, 0",
    "2147483647, 1, 2147483647, 0",
    "-1, -1, 1, 1",
    "1, 1, 4, 0",
  })
  void read_frameOutsideTheCanvas_isRefused(int width, int height, int x, int y) {
    PngFile file = PngFile.grey(4, 3).control(1, 0).image(4, 3, 0);

    refused(file.frame(0, width, height, x, y).data(1, 1, 1, 0).bytes());
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "0, 2", "255, 255"})
  void read_unknownOperation_isRefused(int disposal, int blending) {
    PngFile file = PngFile.grey(1, 1).control(1, 0);

    refused(file.frame(0, 1, 1, 0, 0, 0, 0, disposal, blending).image(1, 1, 0).bytes());
  }

  @ParameterizedTest
  @MethodSource
  void read_chunksOutOfOrder_isRefused(PngFile file) {
    refused(file.bytes());
  }

  private static Stream<PngFile> read_chunksOutOfOrder_isRefused() {
    return Stream.of(
        start(0).image(4, 3, 0),
        start(1).image(4, 3, 0),
        start(-1).frame(0, 4, 3, 0, 0).image(4, 3, 0),
        start(1).frame(1, 4, 3, 0, 0).image(4, 3, 0),
        start(1).frame(0, 4, 2, 0, 0).image(4, 3, 0),
        start(1).frame(0, 4, 3, 0, 0),
        start(1).frame(0, 4, 3, 0, 0).data(1, 4, 3, 0),
        start(2).frame(0, 4, 3, 0, 0).frame(1, 4, 3, 0, 0).image(4, 3, 0),
        start(1).image(4, 3, 0).frame(0, 4, 3, 0, 0).data(2, 4, 3, 0),
        start(1).image(4, 3, 0).frame(0, 4, 3, 0, 0).data(0, 4, 3, 0),
        start(1).image(4, 3, 0).frame(0, 4, 3, 0, 0).chunk("fdAT", ByteBuffer.allocate(3)),
        start(1).image(4, 3, 0).frame(0, 4, 3, 0, 0).image(4, 3, 0),
        start(1).control(1, 0).frame(0, 4, 3, 0, 0).image(4, 3, 0),
        PngFile.grey(4, 3).frame(0, 4, 3, 0, 0).control(1, 0).image(4, 3, 0),
        PngFile.grey(4, 3).image(4, 3, 0).control(1, 0).frame(0, 4, 3, 0, 0).data(1, 4, 3, 0),
        start(1).chunk("gAMA", ByteBuffer.allocate(4)).chunk("gAMA", ByteBuffer.allocate(4)),
        start(1).chunk("fcTL", ByteBuffer.allocate(25)).image(4, 3, 0));
  }

  @Test
  void png_largerThanTheHeapShouldHold_isRefused() {
    PngFile file = PngFile.grey(1, 1).control(1, 0).frame(0, 1, 1, 0, 0);

    refused(file.chunk("IDAT", ByteBuffer.allocate(ApngCut.MAX_BYTES)).bytes());
  }

  private static PngFile start(int frames) {
    return PngFile.grey(4, 3).control(frames, 0);
  }

  /// A white image that is a frame, and a black one on a part of it.
  private static PngFile two() {
    PngFile file = PngFile.grey(4, 3).control(2, 7).frame(0, 4, 3, 0, 0).image(4, 3, 255);
    return file.frame(1, 3, 1, 1, 2).data(2, 3, 1, 0);
  }

  private static Apng read(PngFile file) {
    return Apng.read(ByteBuffer.wrap(file.bytes()));
  }

  /// How many frames a damaged file has, each a PNG of its own.
  private static int frames(byte[] file) {
    Apng apng = Apng.read(ByteBuffer.wrap(file));
    for (int i = 0; i < apng.frames().size(); i++) {
      assertThat(apng.png(i)).isNotEmpty();
    }
    return apng.frames().size();
  }

  /// The offset of the chunk of that type and number.
  private static int offset(byte[] file, String type, int number) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int at = -1;
    for (int i = 0; i < number; i++) {
      at = text.indexOf(type, at + 1);
    }
    return at - 4;
  }

  private static boolean animated(byte[] file) {
    return Apng.animated(ByteBuffer.wrap(file));
  }

  private static void refused(byte[] file) {
    assertThatExceptionOfType(BitmapException.class).isThrownBy(() -> takeApart(file));
  }

  private static void takeApart(byte[] file) {
    Apng apng = Apng.read(ByteBuffer.wrap(file));
    for (int i = 0; i < apng.frames().size(); i++) {
      apng.png(i);
    }
  }

  /// Opaque pixels of black or white: the JDK takes what is between for linear.
  private static int[] greys(int grey, int count) {
    int[] pixels = new int[count];
    Arrays.fill(pixels, 0xff000000 | grey * 0x10101);
    return pixels;
  }
}

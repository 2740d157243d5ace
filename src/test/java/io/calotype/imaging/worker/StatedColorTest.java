package io.calotype.imaging.worker;

import static io.calotype.imaging.worker.ChartFile.adobe;
import static io.calotype.imaging.worker.ChartFile.bmp;
import static io.calotype.imaging.worker.ChartFile.bt2020;
import static io.calotype.imaging.worker.ChartFile.encoded;
import static io.calotype.imaging.worker.ChartFile.floats;
import static io.calotype.imaging.worker.ChartFile.hundredThousandths;
import static io.calotype.imaging.worker.ChartFile.integers;
import static io.calotype.imaging.worker.ChartFile.png;
import static io.calotype.imaging.worker.ChartFile.power;
import static io.calotype.imaging.worker.ChartFile.pq;
import static io.calotype.imaging.worker.ChartFile.tiff;
import static io.calotype.imaging.worker.ChartFile.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.calotype.imaging.Output;
import io.calotype.imaging.Source;
import io.calotype.imaging.worker.ChartFile.Encoder;
import io.calotype.imaging.worker.ChartFile.Field;
import io.calotype.media.MediaType;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.telemetry.Telemetry;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Colours that a file states outside an ICC profile, and sample formats other than unsigned bytes
/// and shorts, through a real renderer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StatedColorTest {
  private static final int TOLERANCE = 2;
  private static final double[] SRGB_XYZ = {
    0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505
  };
  private static final double[] ADOBE_XY = {0.64, 0.33, 0.03, 0.21, 0.71, 0.08, 0.15, 0.06, 0.79};
  private static final double[] ADOBE = {0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06};
  private static final int EMBEDDED = 0x4d424544;
  private static final Field RGB = new Field(262, 3, 2);
  private static final Field THREE = new Field(277, 3, 3);

  private Path folder;
  private RenderPool pool;

  @BeforeAll
  void start(@TempDir Path shared) {
    folder = shared;
    RenderSettings settings =
        new RenderSettings(
            1,
            Duration.ofSeconds(60),
            1L << 30,
            PoolFixture.PATIENT,
            folder,
            PoolFixture.program());
    pool = RenderPool.start(settings, new Telemetry());
  }

  @AfterAll
  void close() {
    pool.close();
  }

  static Stream<Arguments> pngs() {
    Encoder linear = rgb -> rgb;
    byte[] one = gamma(1);
    byte[] usual = gamma(1 / 2.2);
    byte[] primaries = hundredThousandths(ADOBE);
    byte[] srgb = {0};
    byte[] linearIcc = icc(ColorSpace.CS_LINEAR_RGB);
    return Stream.of(
        arguments("gAMA 1", png(linear, "gAMA", one)),
        arguments("gAMA 1/1.8", png(rgb -> power(1 / 1.8, rgb), "gAMA", gamma(1 / 1.8))),
        arguments("gAMA for sRGB", png(ChartFile::encoded, "gAMA", usual)),
        arguments("gAMA 0", png(ChartFile::encoded, "gAMA", gamma(0))),
        arguments(
            "gAMA and cHRM",
            png(rgb -> power(1 / 2.2, adobe(rgb)), "gAMA", usual, "cHRM", primaries)),
        arguments("cHRM alone, as browsers", png(ChartFile::encoded, "cHRM", primaries)),
        arguments("cHRM of nothing", png(linear, "gAMA", one, "cHRM", new byte[32])),
        arguments("sRGB before gAMA", png(ChartFile::encoded, "sRGB", srgb, "gAMA", one)),
        arguments("iCCP before gAMA", png(linear, "iCCP", linearIcc, "gAMA", usual)),
        arguments("cICP before all", png(linear, "cICP", cicp(1, 8), "sRGB", srgb)),
        arguments(
            "cICP before iCCP", png(ChartFile::encoded, "cICP", cicp(1, 13), "iCCP", linearIcc)),
        arguments("cICP BT.2020", png(rgb -> encoded(bt2020(rgb)), "cICP", cicp(9, 13))),
        arguments("cICP PQ", png(rgb -> pq(bt2020(rgb)), "cICP", cicp(9, 16))),
        arguments("cICP gamma 2.8", png(rgb -> power(1 / 2.8, rgb), "cICP", cicp(1, 5))),
        arguments(
            "cICP limited",
            png(
                rgb -> DoubleStream.of(encoded(rgb)).map(x -> (219 * x + 16) / 255).toArray(),
                "cICP",
                new byte[] {1, 13, 0, 0})),
        arguments(
            "cICP of YCbCr is not valid",
            png(ChartFile::encoded, "cICP", new byte[] {9, 16, 1, 1})),
        arguments("cICP unspecified", png(linear, "cICP", cicp(2, 2), "gAMA", one)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pngs")
  void render_png_hasTheColoursOfItsChunks(String name, byte[] file) throws IOException {
    assertChart(MediaType.PNG, file, 255);
  }

  static Stream<Arguments> translucent() {
    return Stream.of(
        arguments("gAMA", png(rgb -> with(0.5, rgb), "gAMA", gamma(1))),
        arguments("PQ", png(rgb -> with(0.5, pq(bt2020(rgb))), "cICP", cicp(9, 16))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("translucent")
  void render_pngWithAlpha_hasTheColoursOfItsChunks(String name, byte[] file) throws IOException {
    assertChart(MediaType.PNG, file, 128);
  }

  static Stream<Arguments> bitmaps() {
    double[] linear = numbers(SRGB_XYZ, 1, 1, 1);
    double[] three = numbers(SRGB_XYZ, 1.8, 2.2, 1);
    double[] adobe = numbers(ADOBE_XY, 2.2, 2.2, 2.2);
    Encoder each =
        rgb -> new double[] {Math.pow(rgb[0], 1 / 1.8), Math.pow(rgb[1], 1 / 2.2), rgb[2]};
    byte[] none = {};
    return Stream.of(
        arguments("linear", bmp(rgb -> rgb, 0, linear, none)),
        arguments("Adobe RGB", bmp(rgb -> power(1 / 2.2, adobe(rgb)), 0, adobe, none)),
        arguments("three gammas", bmp(each, 0, three, none)),
        arguments("zeros", bmp(ChartFile::encoded, 0, new double[12], none)),
        arguments("sRGB", bmp(ChartFile::encoded, 0x73524742, linear, none)),
        arguments("linked", bmp(ChartFile::encoded, 0x4c494e4b, linear, new byte[] {'c'})),
        arguments("embedded", bmp(rgb -> rgb, EMBEDDED, linear, rawIcc(ColorSpace.CS_LINEAR_RGB))),
        arguments("embedded nothing", bmp(ChartFile::encoded, EMBEDDED, linear, none)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bitmaps")
  void render_bmp_hasTheColoursOfItsHeader(String name, byte[] file) throws IOException {
    assertChart(MediaType.BMP, file, 255);
  }

  static Stream<Arguments> tiffs() {
    Field white = new Field(318, 5, 0.3127, 0.329);
    Field primaries = new Field(319, 5, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06);
    double[] line = IntStream.range(0, 256).mapToDouble(i -> i * 257.0).toArray();
    Field curve = new Field(301, 3, line);
    Field curves = new Field(301, 3, numbers(numbers(line, line), line));
    return Stream.of(
        arguments(
            "primaries",
            tiff(
                integers(rgb -> encoded(adobe(rgb)), 255, 0, 1),
                bits(8),
                RGB,
                THREE,
                white,
                primaries)),
        arguments("one curve", tiff(integers(x -> x, 255, 0, 1), bits(8), RGB, THREE, curve)),
        arguments("three curves", tiff(integers(x -> x, 255, 0, 1), bits(8), RGB, THREE, curves)));
  }

  static Stream<Arguments> samples() {
    Encoder srgb = ChartFile::encoded;
    return Stream.of(
        arguments("float", tiff(floats(srgb, 1), bits(32), RGB, THREE, format(3))),
        arguments("float to 255", tiff(floats(srgb, 255), bits(32), RGB, THREE, format(3))),
        arguments(
            "float with a range",
            tiff(
                floats(srgb, 50),
                bits(32),
                RGB,
                THREE,
                format(3),
                each(340, 11, 0),
                each(341, 11, 50))),
        arguments("unsigned 32", tiff(integers(srgb, 4294967295.0, 0, 4), bits(32), RGB, THREE)),
        arguments("12 of 32 bits", tiff(integers(srgb, 4095, 0, 4), bits(32), RGB, THREE)),
        arguments(
            "signed 32 with a range",
            tiff(
                integers(srgb, 1000, -500, 4),
                bits(32),
                RGB,
                THREE,
                format(2),
                each(340, 9, -500),
                each(341, 9, 500))),
        arguments("signed 8", tiff(integers(srgb, 255, -128, 1), bits(8), RGB, THREE, format(2))),
        arguments(
            "signed 16, positive",
            tiff(integers(srgb, 32_767, 0, 2), bits(16), RGB, THREE, format(2))),
        arguments(
            "signed 16",
            tiff(integers(srgb, 65_535, -32_768, 2), bits(16), RGB, THREE, format(2))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"tiffs", "samples"})
  void render_tiff_hasTheColoursOfItsTags(String name, byte[] file) throws IOException {
    assertChart(MediaType.TIFF, file, 255);
  }

  /// The upper half is dark and the lower half bright, in every kind of sample.
  @ParameterizedTest
  @CsvSource({
    "8, 1, 0",
    "8, 1, 1",
    "16, 1, 0",
    "16, 1, 1",
    "32, 1, 0",
    "32, 1, 1",
    "32, 2, 0",
    "32, 2, 1"
  })
  void render_greyTiffWithAlphaInItsOwnPlane_isUpright(int bits, int kind, int photometric)
      throws IOException {
    int pixels = ChartFile.WIDTH * ChartFile.HEIGHT;
    int bytes = bits / 8;
    ByteBuffer samples =
        ByteBuffer.allocate(2 * pixels * bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    long full = (1L << bits) - 1;
    long lowest = kind == 2 ? -(1L << (bits - 1)) : 0;
    for (int i = 0; i < 2 * pixels; i++) {
      double dark = i < pixels / 2 ? 0.25 : 0.75;
      double level = i >= pixels ? 1 : photometric == 0 ? 1 - dark : dark;
      long value = Math.round(level * full) + lowest;
      for (int k = 0; k < bytes; k++) {
        samples.put((byte) (value >> (8 * k)));
      }
    }
    byte[] file =
        tiff(
            samples.flip(),
            new Field(258, 3, bits, bits),
            new Field(262, 3, photometric),
            new Field(273, 4, 8, 8 + pixels * bytes),
            new Field(277, 3, 2),
            new Field(279, 4, pixels * bytes, pixels * bytes),
            new Field(284, 3, 2),
            new Field(338, 3, 2),
            new Field(339, 3, kind, kind));

    BufferedImage picture = rendered(MediaType.TIFF, file);

    int last = picture.getHeight() - 1;
    assertThat(picture.getRaster().getSample(3, 3, 0)).isCloseTo(64, within(TOLERANCE));
    assertThat(picture.getRaster().getSample(3, last, 0)).isCloseTo(191, within(TOLERANCE));
  }

  @Test
  void render_whiteIsZeroInUnsigned32Bits_isInvertedOnce() throws IOException {
    ByteBuffer samples = ByteBuffer.allocate(4 * ChartFile.WIDTH * ChartFile.HEIGHT);
    byte[] file = tiff(samples, new Field(258, 3, 32), new Field(262, 3, 0), new Field(277, 3, 1));

    assertThat(rendered(MediaType.TIFF, file).getRaster().getSample(3, 3, 0)).isEqualTo(255);
  }

  @Test
  void render_complexTiff_isRefusedAndTheRendererStays() throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(8 * ChartFile.WIDTH * ChartFile.HEIGHT);
    byte[] file = tiff(zeros, new Field(258, 3, 64), new Field(262, 3, 1), new Field(339, 3, 6));
    long pid = PoolFixture.child().pid();

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> rendered(MediaType.TIFF, file))
        .isInstanceOf(io.calotype.failure.MediaException.class);
    assertThat(PoolFixture.child().pid()).isEqualTo(pid);
  }

  @ParameterizedTest
  @CsvSource({
    "grey-limited-8.avif, 80, 180",
    "grey-limited-10.avif, 80, 180",
    "grey-limited-12.avif, 80, 180",
    "grey-full-8.avif, 85, 170"
  })
  void render_greyAvif_usesAllLevels(String name, int dark, int bright) throws IOException {
    BufferedImage picture = rendered(MediaType.AVIF, resource(name));

    assertThat(picture.getRGB(10, 30) & 0xff).isZero();
    assertThat(picture.getRGB(30, 30) & 0xff).isCloseTo(dark, within(TOLERANCE));
    assertThat(picture.getRGB(50, 30) & 0xff).isCloseTo(bright, within(TOLERANCE));
    assertThat(picture.getRGB(70, 30) & 0xff).isEqualTo(255);
  }

  /// Its alpha is stored as 128 of the levels 16 to 235.
  @Test
  void render_avifWithAlphaOfLimitedRange_usesAllLevels() throws IOException {
    BufferedImage picture = rendered(MediaType.AVIF, resource("alpha-limited.avif"));

    assertThat(picture.getRGB(8, 8) >>> 24).isEqualTo(130);
    assertThat(picture.getRGB(8, 8) >> 16 & 0xff).isCloseTo(200, within(TOLERANCE));
  }

  private void assertChart(MediaType type, byte[] file, int alpha) throws IOException {
    BufferedImage picture = rendered(type, file);
    for (int i = 0; i < 4; i++) {
      int x = (2 * (i % 2) + 1) * picture.getWidth() / 4;
      int y = (2 * (i / 2) + 1) * picture.getHeight() / 4;
      int argb = picture.getRGB(x, y);
      for (int band = 0; band < 3; band++) {
        assertThat(argb >> (16 - 8 * band) & 0xff)
            .as("field %d, band %d", i, band)
            .isCloseTo(ChartFile.FIELDS[i][band], within(TOLERANCE));
      }
      assertThat(argb >>> 24).isCloseTo(alpha, within(1));
    }
  }

  private BufferedImage rendered(MediaType type, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("chart." + type.extension()), bytes);
    Collected made = new Collected();
    pool.render(
        new Source(type, file),
        header -> List.of(Output.of(RenditionSpec.still(header.size(), Format.PNG))),
        made);
    return made.pixels(made.all().keySet().iterator().next());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = StatedColorTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static byte[] gamma(double value) {
    return hundredThousandths(value);
  }

  private static byte[] cicp(int primaries, int transfer) {
    return new byte[] {(byte) primaries, (byte) transfer, 0, 1};
  }

  private static byte[] rawIcc(int space) {
    return ICC_Profile.getInstance(space).getData();
  }

  private static byte[] icc(int space) {
    byte[] deflated = ChartFile.deflated(rawIcc(space));
    return ByteBuffer.allocate(3 + deflated.length)
        .put((byte) 'x')
        .putShort((short) 0)
        .put(deflated)
        .array();
  }

  private static Field bits(int each) {
    return new Field(258, 3, each, each, each);
  }

  private static Field format(int code) {
    return new Field(339, 3, code, code, code);
  }

  private static Field each(int tag, int type, double value) {
    return new Field(tag, type, value, value, value);
  }

  private static double[] numbers(double[] first, double... rest) {
    return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(rest)).toArray();
  }
}

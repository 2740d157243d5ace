package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.calotype.failure.Failure;
import io.calotype.imaging.Output;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.sandbox.ConfinementPolicy;
import io.calotype.telemetry.Telemetry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JPEG XL and JPEG 2000 through the libvips of the system.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SystemPictureTest {
  private Path folder;
  private RenderPool pool;

  @BeforeAll
  void start(@TempDir Path shared) {
    Optional<Path> library = SystemLibrary.find();
    Assumptions.assumeTrue(library.isPresent(), "this system has no libvips");
    folder = shared;
    ConfinementPolicy policy = new ConfinementPolicy(ConfinementPolicy.Mode.AUTO);
    RendererProgram program =
        RendererProgram.ofThisServer(library.orElseThrow(), policy, PoolFixture.ENOUGH_MEMORY);
    pool =
        RenderPool.start(
            new RenderSettings(
                1,
                Duration.ofSeconds(60),
                PoolFixture.ENOUGH_MEMORY,
                PoolFixture.PATIENT,
                folder,
                program),
            new Telemetry());
  }

  @AfterAll
  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  /// libjxl 0.7 fails on it when it receives pieces. The colours are those that `djxl` decodes.
  @Test
  void render_largeJpegXl_looksAsDecodedWhole() {
    BufferedImage picture =
        rendered(Corpus.file("field/jxl-16bit-p3-20mp-immich-publicdomain.jxl"), 400);

    assertThat(picture.getWidth()).isEqualTo(400);
    assertNear(mean(picture, 0, 0), 0x6e9894);
    assertNear(mean(picture, 1, 0), 0x2e6f81);
    assertNear(mean(picture, 0, 1), 0x6f8957);
    assertNear(mean(picture, 1, 1), 0x5c6e41);
  }

  @Test
  void render_cutJpegXl_isUndecodable() throws IOException {
    byte[] whole = Files.readAllBytes(Corpus.file("photos/jxl-photo-bike.jxl"));
    for (int share : new int[] {30, 60, 99}) {
      Path cut = folder.resolve("cut.jxl");
      Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 100 * share));

      assertUndecodable(cut);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "as written, together, 3, true",
    "counted nowhere, together, 0, true",
    "counted wrongly, together, 1, true",
    "tiles alternate, alternating, 3, true",
    "tiles alternate and are counted nowhere, alternating, 0, true",
    "tiles alternate and no end, alternating, 0, false",
    "no end, together, 3, false"
  })
  void render_tileParts_areTheWholePicture(String name, String order, int count, boolean ended)
      throws IOException {
    List<byte[]> parts = parts();
    if (order.equals("alternating")) {
      parts.sort(java.util.Comparator.comparingInt(part -> part[10]));
    }
    parts.forEach(part -> part[11] = (byte) count);

    BufferedImage picture = rendered(written(parts, ended), 40);

    for (int i = 0; i < 4; i++) {
      int[] field = ChartFile.FIELDS[i];
      int rgb = picture.getRGB(10 + 20 * (i % 2), 7 + 15 * (i / 2));
      assertNear(rgb, field[0] << 16 | field[1] << 8 | field[2]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void render_lastTilePartsAreCutOff_isUndecodable(int count) throws IOException {
    List<byte[]> parts = parts();
    parts.forEach(part -> part[11] = (byte) count);
    byte[] last = parts.removeLast();
    parts.add(java.util.Arrays.copyOf(last, last.length - 2));

    assertUndecodable(written(parts, false));
    assertUndecodable(written(parts.subList(0, 15), true));
    assertUndecodable(written(parts.subList(0, 15), false));
  }

  private static byte[] resource() throws IOException {
    try (InputStream in = SystemPictureTest.class.getResourceAsStream("tile-parts.j2k")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  /// The tile-parts of the chart: six tiles of three parts each.
  private static List<byte[]> parts() throws IOException {
    byte[] file = resource();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    List<byte[]> parts = new ArrayList<>();
    for (int at = firstPart(bytes); bytes.getShort(at) == (short) 0xff90; ) {
      int end = at + bytes.getInt(at + 6);
      parts.add(java.util.Arrays.copyOfRange(file, at, end));
      at = end;
    }
    return parts;
  }

  private static int firstPart(ByteBuffer bytes) {
    int at = 2;
    while (bytes.getShort(at) != (short) 0xff90) {
      at += 2 + bytes.getShort(at + 2);
    }
    return at;
  }

  private Path written(List<byte[]> parts, boolean ended) throws IOException {
    byte[] file = resource();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, firstPart(ByteBuffer.wrap(file)));
    parts.forEach(out::writeBytes);
    if (ended) {
      out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
    }
    return Files.write(folder.resolve("parts.jp2"), out.toByteArray());
  }

  private BufferedImage rendered(Path file, int side) {
    Collected made = new Collected();
    pool.render(
        PoolFixture.source(file),
        header -> List.of(Output.of(RenditionSpec.still(header.size().inside(side), Format.PNG))),
        made);
    return made.pixels(made.all().keySet().iterator().next());
  }

  private void assertUndecodable(Path file) {
    assertThatThrownBy(() -> rendered(file, 40))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
  }

  /// The mean colour of a quarter of a picture.
  private static int mean(BufferedImage picture, int column, int row) {
    int width = picture.getWidth() / 2;
    int height = picture.getHeight() / 2;
    long[] sums = new long[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = picture.getRGB(column * width + x, row * height + y);
        for (int band = 0; band < 3; band++) {
          sums[band] += rgb >> (16 - 8 * band) & 0xff;
        }
      }
    }
    long pixels = (long) width * height;
    return (int) (((sums[0] / pixels) << 16) | ((sums[1] / pixels) << 8) | (sums[2] / pixels));
  }

  private static void assertNear(int rgb, int expected) {
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(rgb >> shift & 0xff)
          .as(Integer.toHexString(rgb & 0xffffff))
          .isCloseTo(expected >> shift & 0xff, within(3));
    }
  }
}

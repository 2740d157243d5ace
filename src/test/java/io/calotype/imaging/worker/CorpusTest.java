package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.imaging.Output;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real pictures through a real renderer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class CorpusTest {
  private RenderPool pool;

  @BeforeAll
  void start(@TempDir Path folder) {
    RenderSettings settings =
        new RenderSettings(
            1,
            Duration.ofSeconds(60),
            1L << 30,
            PoolFixture.PATIENT,
            folder,
            PoolFixture.program());
    pool = RenderPool.start(settings, new io.calotype.telemetry.Telemetry());
  }

  @AfterAll
  void close() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({
    "avif-10bit-420.avif, 1204, 800",
    "avif-alpha.avif, 202, 259",
    "avif-irot.avif, 722, 1024",
    "gif-animated-36f.gif, 200, 150",
    "gif-transparent.gif, 200, 150",
    "jpeg-24mp-progressive.jpg, 6000, 4000",
    "jpeg-arithmetic.jpg, 10, 10",
    "jpeg-cmyk-noicc-pixel6.jpg, 510, 532",
    "jpeg-cmyk-swop-icc.jpg, 500, 333",
    "jpeg-grey-icc.jpg, 400, 267",
    "jpeg-iphone4s-8mp-orient6.jpg, 2448, 3264",
    "jpeg-iphone5-8mp-orient3-gps.jpg, 3264, 2448",
    "jpeg-leica-t-16mp-orient8-gps.jpg, 3264, 4928",
    "jpeg-mpo-3d.mpo, 640, 480",
    "jpeg-nikon-d5100-8mp-adobergb.jpg, 2490, 3084",
    "jpeg-pixel8-12mp-ultrahdr-gps.jpg, 3072, 4080",
    "jpeg-tall-2048x12288-25mp.jpg, 2048, 12288",
    "jpeg-ycck.jpg, 64, 56",
    "other-psd.psd, 128, 128",
    "png-16bit-sample.png, 290, 442",
    "png-1bit-2809x2074-scan.png, 2809, 2074",
    "png-apng-animated.apng, 245, 245",
    "png-display-p3.png, 1000, 1000",
    "png-exif-orient6.png, 2224, 1634",
    "png-grey-alpha.png, 400, 300",
    "png-interlaced-palette-800x800.png, 800, 800",
    "png-thin-940x2.png, 940, 2",
    "svg-logo.svgz, 736, 552",
    "tiff-1bit-fax-8mp.tif, 2464, 3248",
    "tiff-adobergb-photoshop.tiff, 317, 211",
    "tiff-multipage-2.tif, 2464, 3248",
    "tiny-1x1.avif, 1, 1",
    "webp-10mp-orient6.webp, 2736, 3648",
    "webp-animated-lossy-101f.webp, 320, 240",
    "webp-lossless-alpha.webp, 400, 301",
    "webp-lossy-4096x4096.webp, 4096, 4096",
  })
  void render_photo_hasItsDisplayedSize(String name, int width, int height) {
    Collected made = new Collected();

    Picture picture = render(Corpus.file("photos/" + name), made, Format.WEBP, 400);

    assertThat(picture.size()).isEqualTo(new Dimensions(width, height));
    assertThat(made.all()).hasSize(1);
  }

  @Test
  void render_eightOrientations_lookTheSame() {
    BufferedImage upright = small("photos/orientation/landscape_1.jpg");
    for (int orientation = 2; orientation <= 8; orientation++) {
      BufferedImage other = small("photos/orientation/landscape_" + orientation + ".jpg");
      assertThat(distance(upright, other)).as("orientation " + orientation).isLessThan(3);
    }
  }

  @Test
  void render_cmykWithAndWithoutProfile_isRgb() {
    assertThat(small("photos/jpeg-cmyk-swop-icc.jpg").getColorModel().getNumComponents())
        .isEqualTo(3);
    assertThat(small("photos/jpeg-cmyk-noicc-pixel6.jpg").getColorModel().getNumComponents())
        .isEqualTo(3);
  }

  @Test
  void render_sourceWithPosition_leavesNoMetadata() {
    for (Format format : Format.values()) {
      Collected made = new Collected();
      render(Corpus.file("photos/jpeg-iphone5-8mp-orient3-gps.jpg"), made, format, 200);
      String bytes = new String(made.all().values().iterator().next(), StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContain("Exif", "EXIF", "eXIf", "ICC", "iCCP", "http://ns.adobe");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hostile/truncated/jpeg-2725x2225-10kB.jpg",
        "hostile/truncated/jpeg-bluesquare.jpg",
        "hostile/truncated/png-10kB.png",
        "hostile/truncated/webp-lossy-60pct.webp",
        "hostile/truncated/avif-half.avif",
        "hostile/truncated/gif-interlaced-1kB.gif",
        "hostile/truncated/tiff-half.tif",
        "hostile/truncated/svg-unclosed.svg",
        "pngsuite/xc1n0g08.png",
        "pngsuite/xcrn0g04.png",
        "pngsuite/xd0n2c08.png",
        "pngsuite/xdtn0g01.png",
        "pngsuite/xlfn0g04.png",
        "pngsuite/xs1n0g01.png"
      })
  void render_damaged_isUndecodable(String name) {
    Path file = Corpus.file(name);

    assertThatThrownBy(() -> render(file, new Collected(), Format.WEBP, 400))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
  }

  private Picture render(Path file, Collected made, Format format, int side) {
    return pool.render(
        PoolFixture.source(file),
        header ->
            java.util.List.of(Output.of(RenditionSpec.still(header.size().inside(side), format))),
        made);
  }

  private BufferedImage small(String name) {
    Collected made = new Collected();
    render(Corpus.file(name), made, Format.PNG, 200);
    return made.pixels(made.all().keySet().iterator().next());
  }

  /// The mean difference of a sample.
  private static double distance(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        sum += distance(one.getRGB(x, y), other.getRGB(x, y));
      }
    }
    return sum / (3.0 * one.getWidth() * one.getHeight());
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      sum += Math.abs(((one >> shift) & 0xff) - ((other >> shift) & 0xff));
    }
    return sum;
  }
}

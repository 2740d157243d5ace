package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The colours, the orientation and the transparency of real photographs, through the running
/// program.
class CorpusProgramTest {
  /// The mean difference to the reference in levels of 255, over all pixels and channels. Two good
  /// resamplers and two colour engines differ by 1 to 2; a profile that is ignored by 6 and more.
  private static final double MAX_MEAN_DIFFERENCE = 3;

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program = InJvm.start(data, Map.of("PREGENERATE", "", "FFMPEG", "auto"));
  }

  /// All of it is done by renderers that the kernel confines, where it can.
  @AfterAll
  static void stop() {
    assertThat(program.log())
        .anyMatch(line ->
            line.contains("event=confinement in-force=true")
                || line.contains("reason=\"the kernel"));
    program.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos/jpeg-cmyk-swop-icc.jpg",
        "photos/jpeg-display-p3.jpg",
        "photos/png-display-p3.png",
        "photos/jpeg-nikon-d5100-8mp-adobergb.jpg",
        "photos/tiff-adobergb-photoshop.tiff",
        "photos/jpeg-iphone4s-8mp-orient6.jpg",
        "photos/png-hero-1920x1280-2mb.png",
        "photos/webp-lossy-photo.webp"
      })
  void photograph_always_hasTheColoursOfTheReference(String name) throws Exception {
    Path reference = Path.of("target", "golden", name.replaceAll(".*/", "") + ".reference.png");
    Path ours = Path.of("target", "golden", name.replaceAll(".*/", "") + ".png");
    Files.createDirectories(reference.getParent());
    render(Corpus.require(name), reference);
    String id = "colour" + name.replaceAll("[^A-Za-z0-9]", "-");
    program.put(id, Corpus.bytes(name));
    Files.write(ours, program.get("/images/" + id + "/medium.png").body());

    assertThat(difference(ImageIO.read(ours.toFile()), ImageIO.read(reference.toFile())))
        .isLessThan(MAX_MEAN_DIFFERENCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void orientation_always_looksLikeTheFirst(int orientation) {
    BufferedImage first = oriented(1);
    BufferedImage other = oriented(orientation);

    assertThat(difference(other, first)).isLessThan(MAX_MEAN_DIFFERENCE);
  }

  private static BufferedImage oriented(int orientation) {
    program.put(
        "landscape-" + orientation,
        Corpus.bytes("photos/orientation/landscape_" + orientation + ".jpg"));
    return Pictures.decoded(program.get("/images/landscape-" + orientation + "/medium.png").body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos/png-alpha-2048x1536.png",
        "photos/webp-lossless-alpha.webp",
        "photos/gif-transparent.gif",
        "photos/avif-alpha.avif",
        "photos/png-exif-orient6.png"
      })
  void transparency_always_isKeptInPngAndFlattenedOnWhiteInJpeg(String name) {
    String id = "alpha" + name.replaceAll("[^A-Za-z0-9]", "-");
    program.put(id, Corpus.bytes(name));

    BufferedImage png = Pictures.decoded(program.get("/images/" + id + "/medium.png").body());
    BufferedImage jpeg = Pictures.decoded(program.get("/images/" + id + "/medium.jpg").body());
    HttpResponse<byte[]> plain = program.get("/api/media/" + id + "/thumbnail");

    int clear = clearPixel(png);
    int shown = jpeg.getRGB(clear % png.getWidth(), clear / png.getWidth());
    assertThat(IntStream.of(0, 8, 16).map(shift -> (shown >> shift) & 0xff)).allMatch(v -> v > 240);
    assertThat(plain.headers().firstValue("content-type")).contains("image/png");
  }

  /// The place of a pixel in the middle of an area that is wholly transparent.
  private static int clearPixel(BufferedImage png) {
    int width = png.getWidth();
    return IntStream.range(0, width * png.getHeight())
        .filter(i -> around(png, i % width, i / width))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is transparent"));
  }

  private static boolean around(BufferedImage png, int x, int y) {
    int reach = 4;
    if (x < reach || y < reach || x >= png.getWidth() - reach || y >= png.getHeight() - reach) {
      return false;
    }
    return IntStream.rangeClosed(-reach, reach)
        .allMatch(dx ->
            IntStream.rangeClosed(-reach, reach)
                .allMatch(dy -> png.getRGB(x + dx, y + dy) >>> 24 == 0));
  }

  private static void render(Path source, Path target) throws Exception {
    String script = Path.of("src", "test", "resources", "reference.py").toString();
    Process python =
        new ProcessBuilder("/usr/bin/python3", script, source.toString(), "400", target.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean made = python.waitFor() == 0;
    assumeTrue(made || !said.contains("No module named"), "this test needs Debian's python3-pil");
    assertThat(made).as(said).isTrue();
  }

  private static double difference(BufferedImage ours, BufferedImage reference) {
    assertThat(List.of(ours.getWidth(), ours.getHeight()))
        .isEqualTo(List.of(reference.getWidth(), reference.getHeight()));
    long sum = 0;
    for (int y = 0; y < ours.getHeight(); y++) {
      for (int x = 0; x < ours.getWidth(); x++) {
        sum += difference(onWhite(ours.getRGB(x, y)), onWhite(reference.getRGB(x, y)));
      }
    }
    return sum / (3.0 * ours.getWidth() * ours.getHeight());
  }

  private static long difference(int one, int other) {
    return IntStream.of(0, 8, 16)
        .map(shift -> Math.abs(((one >> shift) & 0xff) - ((other >> shift) & 0xff)))
        .sum();
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    return IntStream.of(0, 8, 16)
        .map(shift -> ((((argb >> shift) & 0xff) * alpha + 255 * (255 - alpha)) / 255) << shift)
        .sum();
  }
}

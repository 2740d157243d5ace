package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Drawings, which have any size, and pictures in colours of their own.
class DrawingProgramTest {
  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program = InJvm.start(data);
    program.put("drawing", SizesProgramTest.drawing("viewBox=\"0 0 100 50\""));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @Test
  void get_vector_isDrawnAtTheSizeAndNotEnlarged() {
    BufferedImage twice = picture("/images/drawing?format=png&w=200&dpr=2");

    assertThat(twice.getWidth()).isEqualTo(400);
    int y = twice.getHeight() / 4;
    long grey =
        Stream.iterate(0, x -> x + 1)
            .limit(400)
            .filter(x -> (twice.getRGB(x, y) & 0xff) % 255 != 0)
            .count();
    assertThat(grey).as("pixels on an edge that are neither black nor white").isLessThan(2);
  }

  /// CSS counts 96 pixels to the inch.
  @ParameterizedTest
  @CsvSource({
    "'width=\"100\" height=\"50\"', 100, 50",
    "'width=\"1in\" height=\"0.5in\"', 96, 48",
    "'width=\"72pt\" height=\"36pt\"', 96, 48",
    "'width=\"2e2\" height=\"+1.0E2px\"', 200, 100",
    "'style=\"width:200px;height:100px\"', 200, 100",
    "'viewBox=\"0 0 21000 29700\"', 21000, 29700",
    "'viewBox=\"0 0 120 60\"', 120, 60",
    "'width=\"100%\" viewBox=\"0 0 120 60\"', 120, 60",
    "'viewBox=\"-50,-25 1e2 5e1\"', 100, 50",
    "'width=\"200PX\" height=\".1e3pX\"', 200, 100",
    "'width=\"20 px\" height=\"10 px\" viewBox=\"0 0 120 60\"', 120, 60",
    "'width=\"20rem\" height=\"10rem\"', 512, 512",
    "'width=\"1e999\" height=\"calc(1px)\"', 512, 512",
    "'viewBox=\"bad\"', 512, 512",
    "'viewBox=\"0 0 0 0\"', 512, 512",
    "'width=\"100%\" height=\"100%\"', 512, 512",
    "'data-x=\" width=\"', 512, 512",
    "'', 512, 512"
  })
  void put_vector_hasTheSizeThatItSays(String size, int width, int height) {
    String answer =
        text(
            program.put(
                "v" + Math.floorMod(size.hashCode(), 1 << 30), SizesProgramTest.drawing(size)));

    assertThat(answer).contains("\"width\":" + width + ",\"height\":" + height + ",");
  }

  /// Browsers draw every type of picture inside a drawing; one that is damaged stays empty.
  @Test
  void get_picturesInside_areDrawnForEveryType() {
    program.put("photo", Pictures.png(64, 48, 1));
    String images =
        Stream.of("webp", "avif", "png", "jpeg")
            .map(format -> embedded(program.get("/images/photo?w=64&format=" + format).body()))
            .collect(Collectors.joining());
    String gif = embedded(MovingPictures.gif(64, 48, 2, 50));
    String damaged = embedded("RIFF....WEBPVP8 nothing".getBytes(StandardCharsets.US_ASCII));
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='10'>%s</svg>"
            .formatted(placed(images + gif + damaged));
    program.put("album", svg.getBytes(StandardCharsets.UTF_8));

    BufferedImage drawn = picture("/images/album?format=png");

    for (int i = 0; i < 5; i++) {
      assertThat(drawn.getRGB(i * 10 + 5, 5) >>> 24).as("picture %d", i).isEqualTo(255);
    }
    assertThat(drawn.getRGB(55, 5) >>> 24).isZero();
  }

  private static String embedded(byte[] file) {
    String base64 = Base64.getEncoder().encodeToString(file);
    return "<image x='AT' width='10' height='10' preserveAspectRatio='none'"
        + " href='data:image/webp;base64,"
        + base64
        + "'/>";
  }

  /// Each picture ten units right of the one before.
  private static String placed(String images) {
    String placed = images;
    for (int i = 0; i < 6; i++) {
      placed = placed.replaceFirst("x='AT'", "x='" + i * 10 + "'");
    }
    return placed;
  }

  /// Its own units are no pixels: limits count those that are drawn.
  @Test
  void get_drawingOfManyUnits_isDrawnInTheRequestedSize() {
    program.put("poster", SizesProgramTest.drawing("viewBox=\"0 0 210000 297000\""));

    BufferedImage small = picture("/images/poster?format=png&w=400");
    BufferedImage whole = picture("/images/poster?format=png");

    assertThat(List.of(small.getWidth(), small.getHeight())).containsExactly(400, 566);
    assertThat(small.getRGB(100, 283)).isEqualTo(0xff000000);
    assertThat((long) whole.getWidth() * whole.getHeight()).isBetween(23_000_000L, 24_000_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5_000, 900_000})
  void put_vectorWithALongProlog_isAnSvg(int length) {
    String comment = "<!--" + "x".repeat(length) + "-->";
    byte[] drawing =
        (comment + text(SizesProgramTest.drawing("width=\"8\" height=\"4\"")))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(program.put("prolog" + length, drawing).statusCode()).isEqualTo(201);
  }

  /// A PNG whose colours are linear: in sRGB its middle grey becomes lighter.
  @Test
  void get_profileKeep_hasTheProfileAndTheColoursOfTheSource() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    program.put("linear", MovingPictures.pngWithProfile(grey(), profile));

    for (String format : List.of("png", "webp", "jpeg", "avif")) {
      byte[] own = program.get("/images/linear?profile=keep&format=" + format).body();
      byte[] plain = program.get("/images/linear?format=" + format).body();
      assertThat(holdsProfile(own)).as(format).isTrue();
      assertThat(holdsProfile(plain)).as(format).isFalse();
    }
    assertThat(picture("/images/linear?format=png").getRGB(5, 5) & 0xff).isBetween(184, 192);
    assertThat(text(program.get("/api/media/linear"))).contains("\"profile\":\"");
    assertThat(header(program.get("/images/linear?profile=keep"), "etag"))
        .isNotEqualTo(header(program.get("/images/linear"), "etag"));
  }

  /// As long as those of printers and scanners are.
  @Test
  void get_profileKeep_ofALongProfile_isDelivered() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] padded = java.util.Arrays.copyOf(profile, 300_000);
    java.nio.ByteBuffer.wrap(padded).putInt(0, padded.length);
    program.put("wide", MovingPictures.pngWithProfile(grey(), padded));

    for (String format : List.of("jpeg", "avif", "png", "webp")) {
      HttpResponse<byte[]> answer = program.get("/images/wide?profile=keep&format=" + format);
      assertThat(answer.statusCode()).as(format).isEqualTo(200);
    }
  }

  /// Drawn so high that it is as wide as the box, a thin drawing would be endless.
  @Test
  void get_coverOfAThinDrawing_isBounded() {
    program.put("thin", SizesProgramTest.drawing("width=\"16\" height=\"16000\""));

    HttpResponse<byte[]> answer =
        program.get("/images/thin?w=3840&h=3840&fit=cover&gravity=attention&format=png");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Pictures.decoded(answer.body()).getWidth()).isLessThan(400);
  }

  private static boolean holdsProfile(byte[] bytes) {
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    return Stream.of("iCCP", "ICCP", "ICC_PROFILE", "rICC").anyMatch(text::contains);
  }

  private static BufferedImage grey() {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.GRAY);
    graphics.fillRect(0, 0, 40, 30);
    graphics.dispose();
    return picture;
  }

  private static BufferedImage picture(String path) {
    return Pictures.decoded(program.get(path).body());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return text(answer.body());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}

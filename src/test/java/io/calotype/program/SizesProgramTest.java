package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes on the fly: what each option does to pixels, headers and cache entries.
class SizesProgramTest {
  /// Levels of 255 that a lossy encoder may be off in the middle of a plain area.
  private static final int NEAR = 12;

  @TempDir static Path data;
  private static Server program;

  /// `quarters` is 1200x800: red, green above, blue, white below. `clear` is a disc on nothing.
  @BeforeAll
  static void start() throws IOException {
    program = InJvm.start(data, Map.of("PRESETS", "avatar:96x96:cover-east:jpeg:70, wide:640x"));
    program.put("quarters", quarters());
    program.put("clear", Pictures.transparentPng(300, 200, 3));
    program.put("drawing", drawing("viewBox=\"0 0 100 50\""));
    program.put("photo", Pictures.jpeg(600, 400, 4));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @ParameterizedTest
  @CsvSource({
    "w=400, 400, 267",
    "h=400, 600, 400",
    "w=400&h=400, 400, 267",
    "w=400&h=400&fit=cover, 400, 400",
    "w=400&h=400&fit=contain, 400, 400",
    "w=400&h=128&fit=cover&dpr=2, 800, 256",
    "w=3840, 1200, 800",
    "w=3840&h=3840&fit=cover, 800, 800",
    "w=64&dpr=1.5, 96, 64",
    "w=400&h=300&fit=cover, 400, 300",
    "w=300&h=400&fit=cover, 300, 400",
    "w=400&h=225&fit=contain, 400, 225",
    "w=750&ar=16:9&fit=cover, 750, 422",
    "h=64&ar=21:9&fit=cover, 149, 64",
    "w=400&ar=32:18&fit=cover, 400, 225",
    "w=400&ar=1:1&dpr=2&fit=cover, 800, 800"
  })
  void get_boxAndFit_hasTheSize(String options, int width, int height) {
    for (String format : List.of("png", "jpeg")) {
      BufferedImage picture = picture("/images/quarters?format=" + format + "&" + options);
      assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
    }
    assertThat(program.get("/images/quarters?format=avif&" + options).statusCode()).isEqualTo(200);
  }

  /// The colours in the middle of the left and of the right half of a square that covers.
  @ParameterizedTest
  @CsvSource({
    "center, 200x200, ff0000, 00ff00",
    "west, 96x200, ff0000, ff0000",
    "east, 96x200, 00ff00, 00ff00",
    "north, 400x16, ff0000, 00ff00",
    "south, 400x16, 0000ff, ffffff",
    "southeast, 400x16, 0000ff, ffffff",
    "northwest, 16x200, ff0000, ff0000",
    "northeast, 16x200, 00ff00, 00ff00"
  })
  void get_gravity_keepsThatPart(String gravity, String box, String left, String right) {
    String[] sides = box.split("x", -1);
    BufferedImage picture =
        picture(
            "/images/quarters?format=png&fit=cover&w=%s&h=%s&gravity=%s"
                .formatted(sides[0], sides[1], gravity));

    assertNear(picture.getRGB(picture.getWidth() / 8, picture.getHeight() / 8), left);
    assertNear(picture.getRGB(picture.getWidth() * 7 / 8, picture.getHeight() / 8), right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "entropy"})
  void get_gravityByContent_findsTheOnlyThingThereIs(String gravity) throws IOException {
    BufferedImage picture = new BufferedImage(900, 300, BufferedImage.TYPE_INT_RGB);
    BufferedImage thing = Pictures.decoded(Pictures.noise(200, 200, 5));
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.fillRect(0, 0, 900, 300);
    graphics.drawImage(thing, 680, 50, null);
    graphics.dispose();
    program.put("thing", Pictures.encoded(picture, "png"));

    BufferedImage cut =
        picture("/images/thing?format=png&w=200&h=200&fit=cover&gravity=" + gravity);

    assertThat(colours(cut)).isGreaterThan(1000);
    assertThat(colours(picture("/images/thing?format=png&w=200&h=200&fit=cover"))).isLessThan(50);
  }

  /// Red, green above blue, white: the point decides, as far as the edges allow.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0.5 | ff0000 | ff0000",
        "0.2,0.1 | ff0000 | ff0000",
        "1,0.5 | 00ff00 | 00ff00",
        ".9,1.00 | 00ff00 | 00ff00",
        "0.5,0.5 | ff0000 | 00ff00"
      })
  void get_focus_keepsThatPointInView(String focus, String left, String right) {
    BufferedImage picture =
        picture("/images/quarters?format=png&fit=cover&w=96&h=200&focus=" + focus);

    assertNear(picture.getRGB(picture.getWidth() / 8, 20), left);
    assertNear(picture.getRGB(picture.getWidth() * 7 / 8, 20), right);
  }

  private static long colours(BufferedImage picture) {
    return Stream.iterate(0, i -> i + 1)
        .limit((long) picture.getWidth() * picture.getHeight())
        .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
        .distinct()
        .count();
  }

  @Test
  void get_contain_padsWithTheBackground() {
    BufferedImage red =
        picture("/images/quarters?format=png&w=200&h=200&fit=contain&background=aa3300");
    BufferedImage plain = picture("/images/clear?format=png&w=200&h=200&fit=contain");

    assertNear(red.getRGB(100, 10), "aa3300");
    assertNear(red.getRGB(50, 50), "ff0000");
    assertNear(plain.getRGB(100, 10), "ffffff");
    assertThat(plain.getRGB(2, 40) >>> 24).isEqualTo(255);
  }

  @Test
  void get_alphaIntoJpeg_isOnTheBackground() {
    assertNear(picture("/images/clear?format=jpeg&background=00ff00").getRGB(1, 1), "00ff00");
    assertNear(picture("/images/clear?format=jpeg").getRGB(1, 1), "ffffff");
    assertThat(picture("/images/clear?format=png&background=00ff00").getRGB(1, 1) >>> 24).isZero();
  }

  @Test
  void get_edgeOfTransparency_isNotDark() {
    program.put("white", onNothing(Color.WHITE));

    BufferedImage small = picture("/images/white?format=png&w=48");

    for (int i = 0; i < 48 * small.getHeight(); i++) {
      int pixel = small.getRGB(i % 48, i / 48);
      assertThat((pixel >>> 24) < 8 || (pixel & 0xff) > 240)
          .as(Integer.toHexString(pixel))
          .isTrue();
    }
  }

  @Test
  void get_centre_doesNotShift() {
    BufferedImage picture = picture("/images/quarters?format=png&w=400");

    int y = picture.getHeight() / 4;
    int before = picture.getRGB(199, y) >> 16 & 0xff;
    int after = picture.getRGB(200, y) >> 16 & 0xff;
    assertThat(before + after).isBetween(235, 275); // the edge is between the two
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/images/quarters/medium | /images/quarters?w=400&h=400",
        "/images/quarters/medium | /images/quarters?w=400",
        "/images/quarters | /images/quarters?w=3840&dpr=3",
        "/images/quarters | /images/quarters?q=85&background=ff0000&profile=keep&frame=first",
        "/images/quarters?w=200&h=200&fit=cover | /images/quarters?h=200&gravity=north&fit=cover&w=200",
        "/images/quarters?w=400&fit=cover | /images/quarters?fit=contain&w=400",
        "/images/quarters?w=400&dpr=2 | /images/quarters/large",
        "/images/quarters.png | /images/quarters?format=png&q=3",
        "/images/quarters/wide | /images/quarters?w=640",
        "/images/quarters?w=400&ar=16:9&fit=cover | /images/quarters?w=400&h=225&fit=cover",
        "/images/quarters?w=400&ar=3:4 | /images/quarters?w=400&ar=6:8",
        "/images/quarters?w=200&h=200&fit=cover&focus=0.5,0.1 | /images/quarters?w=200&h=200&fit=cover",
        "/images/quarters?w=200&h=200&fit=cover&focus=0,0 | /images/quarters?w=200&h=200&fit=cover&gravity=west",
        "/images/quarters?w=200&focus=0,0 | /images/quarters?w=200",
        "/images/quarters?w=2048 | /images/quarters?w=3840&utm_source=mail&utm_source=x&gclid=1"
      })
  void get_urlsThatMeanTheSame_shareOneEntry(String one, String other) {
    String tag = header(program.get(one), "etag");

    HttpResponse<byte[]> same = program.get(other);

    assertThat(header(same, "etag")).isEqualTo(tag);
    assertThat(header(same, "cache-status")).contains("hit");
  }

  @Test
  void get_configuredPreset_isAsConfigured() {
    HttpResponse<byte[]> answer = program.get("/images/quarters/avatar");

    assertThat(header(answer, "content-type")).isEqualTo("image/jpeg");
    BufferedImage picture = Pictures.decoded(answer.body());
    assertThat(picture.getWidth()).isEqualTo(96);
    assertThat(picture.getHeight()).isEqualTo(96);
    assertNear(picture.getRGB(80, 10), "00ff00");
    assertThat(header(program.get("/api/media/quarters/thumbnail?size=avatar"), "content-type"))
        .isEqualTo("image/jpeg");
  }

  @Test
  void get_quality_changesTheBytes() {
    byte[] good = program.get("/images/photo?q=95").body();
    byte[] poor = program.get("/images/photo?q=10").body();

    assertThat(poor.length).isLessThan(good.length);
  }

  @Test
  void get_afterEviction_isByteIdentical() throws IOException {
    List<String> paths =
        List.of(
            "/images/quarters/small",
            "/images/quarters?w=640&format=avif",
            "/images/quarters?w=320&h=320&fit=cover&gravity=attention",
            "/images/quarters?w=200&h=200&fit=contain&format=jpeg",
            "/images/clear/small.png",
            "/images/drawing?w=400");
    List<byte[]> first = paths.stream().map(path -> program.get(path).body()).toList();
    Path other = data.resolveSibling(data.getFileName() + "-again");
    try (Server again = InJvm.start(other)) {
      again.put("quarters", quarters());
      again.put("clear", Pictures.transparentPng(300, 200, 3));
      again.put("drawing", drawing("viewBox=\"0 0 100 50\""));
      for (String folder : List.of("renditions")) {
        deleteAll(other.resolve(folder));
      }
      for (int i = paths.size() - 1; i >= 0; i--) {
        assertThat(again.get(paths.get(i)).body()).as(paths.get(i)).isEqualTo(first.get(i));
      }
    }
  }

  @Test
  void get_containOfATransparentPicture_isOnTheBackgroundInEveryBox() {
    BufferedImage exact =
        picture("/images/clear?w=48&h=32&fit=contain&background=ff0000&format=png");

    assertNear(exact.getRGB(0, 0), "ff0000");
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private static BufferedImage picture(String path) {
    HttpResponse<byte[]> answer = program.get(path);
    assertThat(answer.statusCode()).as(path + " " + text(answer)).isEqualTo(200);
    return Pictures.decoded(answer.body());
  }

  private static void assertNear(int pixel, String colour) {
    int expected = Integer.parseInt(colour, 16);
    for (int shift : new int[] {0, 8, 16}) {
      assertThat(pixel >> shift & 0xff)
          .as(Integer.toHexString(pixel) + " is not " + colour)
          .isBetween((expected >> shift & 0xff) - NEAR, (expected >> shift & 0xff) + NEAR);
    }
  }

  static byte[] quarters() {
    BufferedImage picture = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
    for (int i = 0; i < colours.length; i++) {
      graphics.setColor(colours[i]);
      graphics.fillRect(i % 2 * 600, i / 2 * 400, 600, 400);
    }
    graphics.dispose();
    return Pictures.encoded(picture, "png");
  }

  private static byte[] onNothing(Color colour) {
    BufferedImage picture = new BufferedImage(300, 200, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(colour);
    graphics.fillOval(30, 20, 240, 160);
    graphics.dispose();
    return Pictures.encoded(picture, "png");
  }

  /// A drawing whose left half is black and whose right half is white.
  static byte[] drawing(String size) {
    return ("<svg xmlns=\"http://www.w3.org/2000/svg\" "
            + size
            + "><rect width=\"50%\" height=\"100%\"/>"
            + "<rect x=\"50%\" width=\"50%\" height=\"100%\" fill=\"#fff\"/></svg>")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files and requests after public bug reports of other image services, with the right answer of
/// each: the record or the refusal, and pixels of lossless renditions.
class FieldProgramTest {
  /// Levels of 255. The charts are flat: a lossy source moves a field by one or two.
  private static final int TOLERANCE = 3;

  private static final String CHART = "chart";
  private static final List<String> CHART_FIELDS = List.of("c83c3c", "3cc83c", "3c3cc8", "bcbcbc");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private static final String JPEG = "image/jpeg 320x240";
  private static final Look WHOLE_CHART = new Look("?format=png", "320x240", CHART);

  private static final List<Row> TABLE =
      List.of(
          new Row(
              "thin-1600x1.jpg",
              "image/jpeg 1600x1",
              new Look("/small.png", "200x1", "0,0=808080 199,0=808080"),
              new Look("/large.png", "800x1", "400,0=808080"),
              new Look("?format=png", "1600x1", "0,0=808080")),
          new Row(
              "thin-5000x2.webp",
              "image/webp 5000x2",
              new Look("/small.png", "200x1", ""),
              new Look("/large.png", "800x1", ""),
              new Look("?format=png", "5000x2", "0,0=454545 4999,1=bdbdbd")),
          new Row(
              "psd-cmyk.psd",
              "image/vnd.adobe.photoshop 320x240",
              new Look(
                  "?format=png",
                  "320x240",
                  "80,60=bf574a 240,60=378c60 80,180=564d83 240,180=b9b8b8")),
          new Row(
              "psd-gray.psd",
              "image/vnd.adobe.photoshop 320x240",
              new Look(
                  "?format=png",
                  "320x240",
                  "80,60=5a5a5a 240,60=a0a0a0 80,180=464646 240,180=bcbcbc")),
          new Row(
              "psd-indexed-psdtools-mit.psd",
              "image/vnd.adobe.photoshop 4x4 alpha=true",
              new Look(
                  "?format=png",
                  "4x4",
                  "0,0=0a00b2 1,0=840059 2,0=ff0000 3,0=ff7e00 0,3=ff7e00 3,3=0a00b2")),
          new Row("jpeg-no-eoi.jpg", JPEG, WHOLE_CHART),
          new Row("png-cicp-bt2100-pq.png", "image/png 320x240", WHOLE_CHART),
          new Row("jxl-bt2100-pq.jxl", "image/jxl 320x240 profile=.*", WHOLE_CHART),
          new Row(
              "jxl-16bit-p3-20mp-immich-publicdomain.jxl",
              "image/jxl 5667x3685 profile=.*",
              new Look("?format=png&w=400", "400x260", "")),
          new Row("png-cicp-p3.png", "image/png 320x240", WHOLE_CHART),
          new Row("png-gama-1.0-linear.png", "image/png 320x240", WHOLE_CHART),
          new Row(
              "tiff-float32-gray-0to1.tif",
              "image/tiff 64x48",
              new Look("?format=png", "64x48", "0,0=000000 16,12=414141 63,47=ffffff")),
          new Row(
              "tiff-int32-gray.tif",
              "image/tiff 64x48",
              new Look("?format=png", "64x48", "0,0=000000 16,12=414141 63,47=ffffff")),
          new Row("tiff-ojpeg-tile-blank.tif", "422 .*"),
          new Row("tiff-lab8.tif", "image/tiff 320x240", WHOLE_CHART),
          new Row("raw-1200x800.dng", "415 .*camera raw.*"),
          new Row(
              "avif-mono-limited.avif",
              "image/avif 320x240",
              new Look(
                  "?format=png",
                  "320x240",
                  "80,60=585858 240,60=a0a0a0 80,180=464646 240,180=bbbbbb")),
          new Row(
              "heic-two-top-level-images-facts-frames.heic",
              "image/heic 1280x854",
              new Look("?format=png&w=400", "400x267", "")),
          new Row(
              "svg-size-2e2.svg",
              "image/svg.xml 200x100 alpha=true",
              new Look("?format=png", "200x100", "5,5=008080 100,50=ffd700")),
          new Row(
              "svg-comment-4500.svg",
              "image/svg.xml 200x100 alpha=true",
              new Look("?format=png", "200x100", "5,5=008080")),
          new Row(
              "svg-viewbox-21000x29700.svg",
              "image/svg.xml 21000x29700 alpha=true opaque=false",
              new Look("?format=png&w=400", "400x566", "5,5=008080 200,283=ffd700"),
              new Look("/small.png", "141x200", "2,2=008080 70,100=ffd700")),
          new Row(
              "svg-image-webp-data-uri.svg",
              "image/svg.xml 330x90 alpha=true opaque=false",
              new Look(
                  "?format=png",
                  "330x90",
                  "25,20=c83c3c 75,60=bcbcbc 135,20=c83c3c 185,60=bcbcbc 245,20=c83c3c"
                      + " 295,20=3cc83c 245,60=3c3cc8 295,60=bcbcbc")),
          new Row(
              "webm-mediarecorder-noduration-black3s.webm",
              "video/webm 320x240 millis=1[12]\\d{3} video=vp8",
              new Look("?format=png", "320x240", "27,80=ff0000 80,60=00ff00")),
          new Row(
              "mov-without-ftyp-h264.mov",
              "video/quicktime 320x240 millis=3000 video=h264",
              new Look(
                  "?format=png",
                  "320x240",
                  "27,80=ff0000 80,60=00ff00 135,60=ffff00 187,60=0000ff")),
          new Row(
              "mp4-default-video-second.mp4",
              "video/mp4 320x240 millis=3000 video=h264",
              new Look(
                  "?format=png",
                  "320x240",
                  "27,80=ff0000 80,60=00ff00 135,60=ffff00 187,60=0000ff")),
          new Row("http-part-type-charset-binary.req", JPEG, WHOLE_CHART),
          new Row("http-part-type-name-param.req", JPEG, WHOLE_CHART),
          new Row("http-filename-star-not-encoded.req", JPEG, WHOLE_CHART),
          new Row("http-boundary-trailing-blanks.req", JPEG, WHOLE_CHART),
          new Row("http-content-encoding-gzip.req", JPEG, WHOLE_CHART),
          new Row("http-te-gzip-chunked.req", "501 .*"),
          new Row("http10-expect-100.req", JPEG, WHOLE_CHART),
          new Row("json-data-uri-upper-scheme.json", JPEG, WHOLE_CHART),
          new Row("json-bom.json", JPEG, WHOLE_CHART));

  /// A file and its right answer.
  ///
  /// @param summary a pattern of the record, or of the status and detail that refuse the file
  record Row(String file, String summary, List<Look> looks) {
    Row(String file, String summary, Look... looks) {
      this(file, summary, List.of(looks));
    }

    @Override
    public String toString() {
      return file;
    }
  }

  /// A lossless rendition and some of its pixels.
  ///
  /// @param rendition the end of its URL
  /// @param pixels `x,y=rrggbb`, or `chart` for the fields of the chart
  record Look(String rendition, String size, String pixels) {
    List<String> points() {
      return pixels.isEmpty() ? List.of() : List.of(pixels.split(" ", -1));
    }
  }

  private record Answer(int status, String body) {}

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program = InJvm.start(data, Map.of("PREGENERATE", "", "FFMPEG", "auto"));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  static Stream<Row> table() {
    Corpus.require("field");
    return TABLE.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void file_fromTheField_isAnsweredRightly(Row row) throws IOException {
    Answer answer = sent(row.file());

    assertThat(RecordSummary.of(answer.status(), answer.body())).matches(row.summary());
    for (Look look : row.looks()) {
      assertLook(id(answer), look);
    }
  }

  /// A file that is added to the folder needs a row.
  @Test
  void table_always_hasEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(Corpus.require("field"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("README.md"))
          .containsExactlyInAnyOrderElementsOf(TABLE.stream().map(Row::file).toList());
    }
  }

  private static Answer sent(String name) throws IOException {
    byte[] bytes = Corpus.bytes("field/" + name);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "req" -> replayed(bytes);
      case "json" -> answer(program.post("/api/media", "application/json", bytes));
      default -> answer(program.post("/api/media", "application/octet-stream", bytes));
    };
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
  }

  /// The request as it is, and its only answer: an interim one is none that HTTP/1.0 knows.
  private static Answer replayed(byte[] request) throws IOException {
    try (Socket socket = program.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int head = text.indexOf("\r\n\r\n");
      assertThat(text).matches("(?s)HTTP/1\\.[01] [2-5]\\d\\d .*");
      return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(head + 4));
    }
  }

  private static String id(Answer answer) {
    Matcher id = ID.matcher(answer.body());
    assertThat(id.find()).as(answer.body()).isTrue();
    return id.group(1);
  }

  private static void assertLook(String id, Look look) {
    HttpResponse<byte[]> made = program.get("/images/" + id + look.rendition());
    assertThat(made.statusCode()).isEqualTo(200);
    BufferedImage picture = Pictures.decoded(made.body());
    assertThat(picture.getWidth() + "x" + picture.getHeight()).isEqualTo(look.size());
    if (look.pixels().equals(CHART)) {
      assertChart(picture);
    } else {
      look.points().forEach(point -> assertPoint(picture, point));
    }
  }

  private static void assertChart(BufferedImage picture) {
    for (int i = 0; i < CHART_FIELDS.size(); i++) {
      int x = (2 * (i % 2) + 1) * picture.getWidth() / 4;
      int y = (2 * (i / 2) + 1) * picture.getHeight() / 4;
      assertPoint(picture, x + "," + y + "=" + CHART_FIELDS.get(i));
    }
  }

  /// The point is opaque in all rows.
  private static void assertPoint(BufferedImage picture, String point) {
    String[] parts = point.split("[,=]", -1);
    int argb = argb(picture, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    int expected = Integer.parseInt(parts[2], 16) | 0xff000000;
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      assertThat(argb >> shift & 0xff)
          .as("%s is %s", point, Integer.toHexString(argb))
          .isCloseTo(expected >> shift & 0xff, within(TOLERANCE));
    }
  }

  /// Java takes grey levels for linear light and would convert them.
  private static int argb(BufferedImage picture, int x, int y) {
    if (picture.getColorModel().getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
      return picture.getRGB(x, y);
    }
    return 0xff000000 | picture.getRaster().getSample(x, y, 0) * 0x010101;
  }
}

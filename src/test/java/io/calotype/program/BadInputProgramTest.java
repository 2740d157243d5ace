package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are wrong: each gets a problem that names what is wrong, and nothing is left
/// behind.
class BadInputProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(300, 200, 1);
  private static final String BASE64 = Base64.getEncoder().encodeToString(PHOTO);

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program =
        InJvm.start(
            data,
            Map.of("MAX_UPLOAD_SIZE", "1MiB", "MAX_VIDEO_SIZE", "2MiB", "MAX_PIXELS", "1000000"));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    Await.until(() -> incoming().isEmpty(), "an empty folder of uploads");
  }

  static Stream<Arguments> json() {
    return Stream.of(
        json("{\"data\": \"" + BASE64 + "\", \"ide\": \"x\"}", "ide"),
        json("{\"data\": \"" + BASE64 + "\", \"id\": \"a/b\"}", "id"),
        json("{\"data\": \"" + BASE64 + "\", \"ttl\": \"soon\"}", "ttl"),
        json("{\"data\": \"" + BASE64 + "\", \"visibility\": \"secret\"}", "visibility"),
        json("{\"data\": \"" + BASE64 + "\", \"data\": \"" + BASE64 + "\"}", "data"),
        json("{\"data\": \"!!!not base64!!!\"}", "base64"),
        json("{\"data\": \"data:image/png,abc\"}", "base64"),
        json("{\"data\": 7}", "data"),
        json("{\"data\": \"\"}", "empty"),
        json("{\"attributes\": {\"a\": \"\\ud800\"}}", "surrogate"),
        json("{}", "data"),
        json("[]", "object"),
        json("{\"data\": \"" + BASE64, "JSON"),
        json("", "empty"));
  }

  private static Arguments json(String body, String named) {
    return Arguments.of(body, named);
  }

  @ParameterizedTest
  @MethodSource("json")
  void post_ofWrongJson_is400AndNamesIt(String body, String named) {
    HttpResponse<byte[]> answer =
        program.post("/api/media", "application/json", body.getBytes(StandardCharsets.UTF_8));

    assertProblem(answer, 400, "bad-request");
    assertThat(text(answer)).containsIgnoringCase(named);
  }

  static Stream<Arguments> multipart() {
    String file = part("file\"; filename=\"a.jpg", new String(PHOTO, StandardCharsets.ISO_8859_1));
    return Stream.of(
        Arguments.of(part("group", "g") + "--b--\r\n", "file"),
        Arguments.of(part("file", "text") + "--b--\r\n", "file"),
        Arguments.of(file + part("colour", "red") + "--b--\r\n", "colour"),
        Arguments.of(file + part("group", "a b") + "--b--\r\n", "group"),
        Arguments.of(file + part("group", "a") + part("group", "a") + "--b--\r\n", "group"),
        Arguments.of(file + file + "--b--\r\n", "file"),
        Arguments.of(file + part("attr.", "x") + "--b--\r\n", "attr"),
        Arguments.of(file.substring(0, file.length() / 2), "multipart"),
        Arguments.of("no boundary at all", "file"));
  }

  private static String part(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  @ParameterizedTest
  @MethodSource("multipart")
  void post_ofWrongMultipart_is400AndNamesIt(String body, String named) {
    HttpResponse<byte[]> answer =
        program.post(
            "/api/media",
            "multipart/form-data; boundary=b",
            body.getBytes(StandardCharsets.ISO_8859_1));

    assertProblem(answer, 400, "bad-request");
    assertThat(text(answer)).contains(named);
  }

  @Test
  void put_ofMoreThanALongCanCount_is413() throws IOException {
    try (Socket socket = program.connect()) {
      socket
          .getOutputStream()
          .write(
              bytes(
                  "PUT /api/media/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9223372036854775807\r\n\r\n"));

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void post_ofMultipartInOtherLetters_isStored() {
    String body =
        part("file\"; filename=\"a.jpg", new String(PHOTO, StandardCharsets.ISO_8859_1))
            + "--b--\r\n";
    HttpResponse<byte[]> answer =
        program.post(
            "/api/media",
            "Multipart/Form-Data; BOUNDARY=\"b\"",
            body.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(answer.statusCode()).isEqualTo(201);
  }

  @Test
  void post_ofMultipartWithoutABoundary_is400() {
    assertProblem(program.post("/api/media", "multipart/form-data", PHOTO), 400, "bad-request");
  }

  static Stream<Arguments> raw() {
    return Stream.of(
        Arguments.of("/api/media?colour=red", PHOTO, 400, "bad-request", "colour"),
        Arguments.of("/api/media?group=a&group=b", PHOTO, 400, "bad-request", "group"),
        Arguments.of("/api/media?ttl=-5", PHOTO, 400, "bad-request", "ttl"),
        Arguments.of("/api/media?id=a%2Fb", PHOTO, 400, "bad-request", "id"),
        Arguments.of("/api/media?id=..", PHOTO, 400, "bad-request", "id"),
        Arguments.of("/api/media?attr.=x", PHOTO, 400, "bad-request", "attr"),
        Arguments.of("/api/media", new byte[0], 400, "bad-request", "empty"),
        Arguments.of("/api/media", bytes("just text"), 415, "unsupported-media", ""),
        Arguments.of("/api/media", Arrays.copyOf(PHOTO, PHOTO.length / 2), 422, "undecodable", ""),
        Arguments.of("/api/media", Pictures.png(1200, 900, 1), 422, "too-many-pixels", "1200"),
        Arguments.of("/api/media", new byte[(1 << 20) + 1], 413, "too-large", "1048576"));
  }

  @ParameterizedTest
  @MethodSource("raw")
  void post_ofAWrongFile_isAProblem(
      String path, byte[] body, int status, String slug, String named) {
    HttpResponse<byte[]> answer = program.post(path, "image/jpeg", body);

    assertProblem(answer, status, slug);
    assertThat(text(answer)).contains(named);
  }

  @Test
  void get_answeredWithAProblem_keepsItsConnection() throws IOException {
    byte[] request = bytes("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
    try (Socket socket = program.connect()) {
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write(request);
        String head = head(socket.getInputStream());
        assertThat(head).startsWith("HTTP/1.1 404");
        socket.getInputStream().skipNBytes(length(head));
      }
    }
  }

  private static String head(InputStream answer) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) answer.readNBytes(1)[0]);
    }
    return head.toString();
  }

  private static long length(String head) {
    Matcher length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(head);
    assertThat(length.find()).isTrue();
    return Long.parseLong(length.group(1));
  }

  @Test
  void post_ofAnEndlessBody_is413AndTheConnectionEnds() throws IOException {
    try (Socket socket = program.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          bytes(
              "POST /api/media HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"));
      byte[] chunk = new byte[65536];
      for (int sent = 0; sent < 24; sent++) {
        out.write(bytes("10000\r\n"));
        out.write(chunk);
        out.write(bytes("\r\n"));
      }
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void post_ofTooMuchWithExpect_isRefusedBeforeABodyIsSent() throws IOException {
    try (Socket socket = program.connect()) {
      socket
          .getOutputStream()
          .write(
              bytes(
                  "POST /api/media HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length:"
                      + " 99999999\r\n\r\n"));
      byte[] start = socket.getInputStream().readNBytes(12);

      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void post_thatIsBrokenOff_leavesNothing() throws Exception {
    try (Socket socket = program.connect()) {
      socket
          .getOutputStream()
          .write(
              bytes(
                  "PUT /api/media/broken HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\nabc"));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes(); // until the server has closed it too
    }

    assertThat(program.get("/api/media/broken").statusCode()).isEqualTo(404);
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("GET", "/api/media/a%2Fb", 400, "bad-request"),
        Arguments.of("GET", "/api/media/" + "x".repeat(129), 400, "bad-request"),
        Arguments.of("GET", "/api/media/%zz", 400, "bad-request"),
        Arguments.of("GET", "/images/nothing", 404, "not-found"),
        Arguments.of("GET", "/images/nothing/huge", 404, "not-found"),
        Arguments.of("GET", "/images/nothing.bmp", 400, "bad-request"),
        Arguments.of("GET", "/images/nothing?format=bmp", 400, "bad-request"),
        Arguments.of("GET", "/images/nothing?colour=red", 400, "bad-request"),
        Arguments.of("GET", "images/nothing", 400, "bad-request"),
        Arguments.of("GET", "Ximages/nothing", 400, "bad-request"),
        Arguments.of("GET", "/images/nothing?%zz=1", 400, "bad-request"),
        Arguments.of("GET", "/api/media?group=%zz", 400, "bad-request"),
        Arguments.of("GET", "/images/nothing.png?format=png", 400, "bad-request"),
        Arguments.of("GET", "/api/media/nothing/thumbnail?size=huge", 400, "bad-request"),
        Arguments.of("GET", "/api/media?limit=0", 400, "bad-request"),
        Arguments.of("GET", "/api/media?limit=201", 400, "bad-request"),
        Arguments.of("GET", "/api/media?cursor=garbage", 400, "bad-request"),
        Arguments.of("GET", "/api/media?kind=song", 400, "bad-request"),
        Arguments.of("DELETE", "/api/media", 400, "bad-request"),
        Arguments.of("DELETE", "/api/media/nothing", 404, "not-found"),
        Arguments.of("GET", "/nowhere", 404, "not-found"),
        Arguments.of("GET", "/api/media/../media", 404, "not-found"),
        Arguments.of("PATCH", "/api/media/nothing", 415, "unsupported-media"),
        Arguments.of("PATCH", "/api/media", 405, "method-not-allowed"),
        Arguments.of("PUT", "/api/me", 405, "method-not-allowed"),
        Arguments.of("POST", "/images/nothing", 405, "method-not-allowed"),
        Arguments.of("GET", "/" + "x".repeat(9000), 414, "uri-too-long"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void request_thatIsWrong_isAProblem(String method, String path, int status, String slug)
      throws IOException {
    try (Socket socket = program.connect()) {
      socket
          .getOutputStream()
          .write(
              bytes(
                  method
                      + " "
                      + path
                      + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer)
          .matches("(?s)HTTP/1\\.[01] " + status + " .*")
          .contains("/problems/" + slug);
      assertThat(answer).containsIgnoringCase("cache-control: no-store");
      if (status == 405) {
        assertThat(answer).containsIgnoringCase("\nallow: ");
      }
    }
  }

  @Test
  void request_withoutAHost_is400() throws IOException {
    try (Socket socket = program.connect()) {
      socket
          .getOutputStream()
          .write(bytes("GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n"));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400")
          .contains("/problems/bad-request");
    }
  }

  @Test
  void request_withHugeHeaders_is431() throws IOException {
    try (Socket socket = program.connect()) {
      socket
          .getOutputStream()
          .write(
              bytes("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20000) + "\r\n\r\n"));
      byte[] start = socket.getInputStream().readNBytes(12);

      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 431");
    }
  }

  @Test
  void put_ofOtherBytesUnderATakenId_is409() {
    program.put("taken", PHOTO);

    assertThat(program.put("taken", PHOTO).statusCode()).isEqualTo(200);
    assertProblem(program.put("taken", Pictures.jpeg(300, 200, 2)), 409, "media-exists");
    assertThat(program.get("/api/media/taken/content").body()).isEqualTo(PHOTO);
  }

  private static void assertProblem(HttpResponse<byte[]> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    assertThat(text(answer)).contains("/problems/" + slug);
  }

  private static java.util.List<Path> incoming() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("incoming"))) {
      return files.toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

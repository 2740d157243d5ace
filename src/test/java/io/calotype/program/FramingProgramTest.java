package io.calotype.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that no HTTP client sends, over a socket, and preconditions of methods that change
/// media.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(640, 480, 1);
  private static final int PATIENCE_MILLIS = 120_000;

  private Server program;

  @BeforeAll
  void start(@TempDir Path data) {
    program = InJvm.start(data);
    program.put("photo", PHOTO);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  /// A line end is `|`. Each answer is a problem document in HTTP/1.1 form, or HTTP/1.0 where the
  /// client speaks it.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "400; GET /health/live HTTP/1.1|Host: localhost|Host: localhost||",
        "400; GET /health/live HTTP/1.1|Host: local host||",
        "400; GET /health/live HTTP/1.1|Host: localhost:http||",
        "400; GET /health/live HTTP/1.1|Host: [::1||",
        "400; GET /health/live HTTP/1.1||",
        "400; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "400; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: chunked, chunked||0||",
        "400; PUT /api/media/a HTTP/1.0|Host: localhost|Transfer-Encoding: chunked||0||",
        "400; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: chunked|Content-Length: 5||0||",
        "400; PUT /api/media/a HTTP/1.1|Host: localhost|Content-Length: 5|Content-Length: 6||hello!",
        "501; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: gzip, chunked||0||",
        "501; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: gzip|Transfer-Encoding: chunked||0||",
        "501; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: identity||",
        "400; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: chunked||zz|hello|0||",
        "400; PUT /api/media/a HTTP/1.1|Host: localhost|Transfer-Encoding: chunked||5|helloXX|0||",
        "505; GET /health/live HTTP/1.2|Host: localhost||",
        "505; GET /health/live HTTP/2.0|Host: localhost||",
        "505; PRI * HTTP/2.0||SM||",
        "400; GET /health/live HTPP/1.1|Host: localhost||",
        "501; FROB /health/live HTTP/1.1|Host: localhost||",
        "501; get /health/live HTTP/1.1|Host: localhost||",
        "405; PATCH /health/live HTTP/1.1|Host: localhost||",
        "405; TRACE /images/photo HTTP/1.1|Host: localhost||",
        "400; PUT /api/media/a HTTP/1.1|Host: localhost|Content-Range: bytes 0-4/9|Content-Length: 5||hello",
        "417; PUT /api/media/a HTTP/1.1|Host: localhost|Expect: 200-maybe|Content-Length: 5||hello",
        "400; GET /health/live HTTP/1.1|Host : localhost||",
      })
  void request_brokenOrUnknown_getsAProblem(int status, String request) throws IOException {
    String answer = answer(request.replace("|", "\r\n"));

    assertThat(answer).matches("(?s)HTTP/1\\.[01] " + status + " .*");
    assertThat(answer.toLowerCase(java.util.Locale.ROOT))
        .contains("content-type: application/problem+json", "cache-control: no-store", "\ndate: ");
  }

  /// A connection that is closed with unread bytes is reset, which takes the answer with it.
  @ParameterizedTest
  @CsvSource({
    "501, 'Transfer-Encoding: gzip, chunked'",
    "400, 'Transfer-Encoding: chunked, chunked'",
    "400, 'Host: localhost'"
  })
  void request_refusedBeforeItsBody_canReadTheWholeAnswer(int status, String header)
      throws IOException {
    try (Socket socket = program.connect()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String head = "PUT /api/media/a HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket
          .getOutputStream()
          .write(("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(ISO_8859_1));

      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 " + status).endsWith("}");
    }
  }

  @Test
  void expect_inHttp10_getsNoContinue() throws IOException {
    try (Socket socket = program.connect()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String head =
          "PUT /api/media/old HTTP/1.0\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
              + PHOTO.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(PHOTO);

      assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
          .isEqualTo("HTTP/1.0 201");
    }
  }

  @Test
  void head_withARange_isTheWhole() {
    for (String path : new String[] {"/images/photo", "/api/media/photo/content"}) {
      HttpResponse<byte[]> head =
          program.send(program.request(path).header("Range", "bytes=0-9").HEAD());

      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.headers().firstValueAsLong("Content-Length"))
          .isEqualTo(program.get(path).headers().firstValueAsLong("Content-Length"));
    }
  }

  @Test
  void record_itsTag_isHonouredByGetPutAndDelete() {
    program.put("tagged", PHOTO);
    String tag = program.get("/api/media/tagged").headers().firstValue("ETag").orElseThrow();

    assertThat(program.get("/api/media/tagged", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(put("tagged", "If-None-Match", "*")).isEqualTo(412);
    assertThat(put("tagged", "If-Match", "\"other\"")).isEqualTo(412);
    assertThat(put("tagged", "If-Match", tag)).isEqualTo(200);
    assertThat(put("absent", "If-Match", "*")).isEqualTo(412);
    assertThat(put("fresh", "If-None-Match", "*")).isEqualTo(201);
    assertThat(delete("tagged", "If-Match", "\"other\"")).isEqualTo(412);
    assertThat(delete("tagged", "If-Match", "W/" + tag)).isEqualTo(412);
    assertThat(delete("tagged", "If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"))
        .isEqualTo(412);
    assertThat(delete("tagged", "If-Match", "\"other\", " + tag)).isEqualTo(204);
    assertThat(program.get("/api/media/tagged").statusCode()).isEqualTo(404);
  }

  private int put(String id, String header, String value) {
    HttpRequest.Builder request = program.request("/api/media/" + id).header(header, value);
    return program.send(request.PUT(BodyPublishers.ofByteArray(PHOTO))).statusCode();
  }

  private int delete(String id, String header, String value) {
    return program
        .send(program.request("/api/media/" + id).header(header, value).DELETE())
        .statusCode();
  }

  /// The beginning of the answer to `request`, until its body or the end of the connection.
  private String answer(String request) throws IOException {
    try (Socket socket = program.connect()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      for (int c = socket.getInputStream().read();
          c >= 0 && answer.indexOf("\r\n\r\n") < 0;
          c = socket.getInputStream().read()) {
        answer.append((char) c);
      }
      return answer.toString();
    }
  }
}

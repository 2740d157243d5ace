package io.calotype.http.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.app.InProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The gallery over HTTP. Its files are those of the test's resources, which come before the built
/// ones on the class path.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GalleryHandlerTest {
  private static final String SCRIPT = "/assets/main-0a1b2c3d.js";
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private final HttpClient client = HttpClient.newHttpClient();
  private final InProcess program = InProcess.start();

  @Test
  void page_always_isRevalidatedAndLimited() throws Exception {
    HttpResponse<byte[]> answer = send("GET", "/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(file("index.html"));
    assertThat(header(answer, "content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(answer, "cache-control")).isEqualTo("no-cache");
    assertThat(header(answer, "content-security-policy"))
        .contains("default-src 'none'; script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(header(answer, "referrer-policy")).isEqualTo("same-origin");
    assertThat(header(answer, "permissions-policy")).contains("geolocation=()");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", SCRIPT})
  void file_withItsTag_isNotModified(String path) throws Exception {
    String etag = header(send("GET", path), "etag");

    HttpResponse<byte[]> answer = send("GET", path, "If-None-Match", "\"other\", W/" + etag);

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "etag")).isEqualTo(etag);
    assertThat(answer.headers().firstValue("cache-control")).isPresent();
  }

  @Test
  void asset_always_isImmutable() throws Exception {
    HttpResponse<byte[]> answer = send("GET", SCRIPT);

    assertThat(answer.body()).isEqualTo(file("main-0a1b2c3d.js"));
    assertThat(header(answer, "content-type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(answer, "cache-control")).isEqualTo(IMMUTABLE);
    assertThat(answer.headers().allValues("vary")).contains("accept-encoding");
    assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
  }

  @Test
  void asset_inCodings_hasATagForEach() throws Exception {
    HttpResponse<byte[]> gzip = send("GET", SCRIPT, "Accept-Encoding", "gzip");
    HttpResponse<byte[]> brotli = send("GET", SCRIPT, "Accept-Encoding", "gzip, br");

    assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
        .isEqualTo(file("main-0a1b2c3d.js"));
    assertThat(header(brotli, "content-encoding")).isEqualTo("br");
    assertThat(brotli.body()).isEqualTo(file("main-0a1b2c3d.js.br"));
    assertThat(header(gzip, "etag")).isNotEqualTo(header(brotli, "etag"));
    assertThat(gzip.headers().allValues("vary")).contains("accept-encoding");
  }

  @Test
  void asset_head_hasTheHeadersOfGet() throws Exception {
    HttpResponse<byte[]> got = send("GET", SCRIPT, "Accept-Encoding", "br");
    HttpResponse<byte[]> head = send("HEAD", SCRIPT, "Accept-Encoding", "br");

    assertThat(head.body()).isEmpty();
    for (String name : List.of("content-length", "etag", "content-encoding", "cache-control")) {
      assertThat(header(head, name)).isEqualTo(header(got, name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/files",
        "/assets/main-0a1b2c3d.js.br",
        "/assets/",
        "/assets/..%2Ffiles",
        "/assets/none.js"
      })
  void asset_notInTheList_isNotFound(String path) throws Exception {
    HttpResponse<byte[]> answer = send("GET", path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
  }

  @Test
  void files_ofABuildWithoutThem_areNone() {
    assertThat(GalleryFiles.of(name -> null).find(GalleryFile.PAGE)).isNull();
  }

  private HttpResponse<byte[]> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(program.request(method, path, headers).build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = GalleryHandlerTest.class.getResourceAsStream("/web/" + name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}

package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Conditional, range and negotiation tables, for each representation that has a URL.
class ConditionalProgramTest {
  @TempDir static Path data;
  private static Server program;

  private static final String[] REPRESENTATIONS = {
    "/images/photo",
    "/images/photo.jpg",
    "/images/photo/small",
    "/images/photo/large?format=png",
    "/api/media/photo/thumbnail",
    "/api/media/photo/thumbnail?size=large&format=webp",
    "/api/media/photo/content"
  };

  @BeforeAll
  static void start() {
    program = InJvm.start(data);
    assertThat(program.put("photo", Pictures.jpeg(1600, 1000, 1)).statusCode()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  static Stream<Arguments> conditions() {
    return perRepresentation(
        new Object[][] {
          {200, new String[] {}},
          {304, new String[] {"If-None-Match", "$etag"}},
          {304, new String[] {"If-None-Match", "W/$etag"}},
          {304, new String[] {"If-None-Match", "\"other\", $etag"}},
          {304, new String[] {"If-None-Match", "*"}},
          {200, new String[] {"If-None-Match", "\"other\""}},
          {200, new String[] {"If-None-Match", "not a tag"}},
          {304, new String[] {"If-Modified-Since", "$modified"}},
          {304, new String[] {"If-Modified-Since", "Fri, 31 Dec 9999 00:00:00 GMT"}},
          {200, new String[] {"If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}},
          {200, new String[] {"If-Modified-Since", "yesterday"}},
          {200, new String[] {"If-None-Match", "\"other\"", "If-Modified-Since", "$modified"}},
          {304, new String[] {"If-None-Match", "$etag", "Range", "bytes=0-9"}},
          {200, new String[] {"If-Match", "$etag"}},
          {200, new String[] {"If-Match", "*"}},
          {412, new String[] {"If-Match", "\"other\""}},
          {412, new String[] {"If-Match", "W/$etag"}},
          {412, new String[] {"If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}},
          {200, new String[] {"If-Unmodified-Since", "$modified"}},
          {206, new String[] {"Range", "bytes=0-9"}},
          {206, new String[] {"Range", "bytes=10-"}},
          {206, new String[] {"Range", "bytes=-10"}},
          {206, new String[] {"Range", "bytes=0-99999999999"}},
          {416, new String[] {"Range", "bytes=99999999-"}},
          {416, new String[] {"Range", "bytes=-0"}},
          {200, new String[] {"Range", "bytes=0-1,4-5"}},
          {200, new String[] {"Range", "bytes=9-1"}},
          {200, new String[] {"Range", "lines=1-2"}},
          {206, new String[] {"Range", "bytes=0-9", "If-Range", "$etag"}},
          {200, new String[] {"Range", "bytes=0-9", "If-Range", "W/$etag"}},
          {200, new String[] {"Range", "bytes=0-9", "If-Range", "\"other\""}},
          {206, new String[] {"Range", "bytes=0-9", "If-Range", "$modified"}},
        });
  }

  private static Stream<Arguments> perRepresentation(Object[][] cases) {
    return Arrays.stream(REPRESENTATIONS)
        .flatMap(path -> Arrays.stream(cases).map(c -> Arguments.of(path, c[0], c[1])));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void get_withConditions_answersAsRfc9110Says(String path, int status, String[] headers) {
    HttpResponse<byte[]> whole = program.get(path);
    String[] sent =
        Arrays.stream(headers)
            .map(h -> h.replace("$etag", header(whole, "etag")))
            .map(h -> h.replace("$modified", header(whole, "last-modified")))
            .toArray(String[]::new);

    HttpResponse<byte[]> answer = program.get(path, sent);

    assertThat(answer.statusCode()).isEqualTo(status);
    switch (status) {
      case 200 -> assertThat(answer.body()).isEqualTo(whole.body());
      case 206 -> assertPart(answer, whole.body());
      case 304 -> assertNotModified(answer, whole);
      case 416 ->
          assertThat(header(answer, "content-range")).isEqualTo("bytes */" + whole.body().length);
      default -> assertThat(header(answer, "content-type")).isEqualTo("application/problem+json");
    }
  }

  private static void assertPart(HttpResponse<byte[]> part, byte[] whole) {
    String[] range = header(part, "content-range").split("[ /-]", -1);
    int first = Integer.parseInt(range[1]);
    int last = Integer.parseInt(range[2]);
    assertThat(range[3]).isEqualTo(Integer.toString(whole.length));
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, first, last + 1));
    assertThat(header(part, "content-length")).isEqualTo(Integer.toString(last - first + 1));
  }

  private static void assertNotModified(HttpResponse<byte[]> answer, HttpResponse<byte[]> whole) {
    assertThat(answer.body()).isEmpty();
    for (String name : new String[] {"etag", "cache-control", "vary", "last-modified"}) {
      assertThat(answer.headers().firstValue(name)).isEqualTo(whole.headers().firstValue(name));
    }
  }

  static String[] representations() {
    return REPRESENTATIONS;
  }

  @ParameterizedTest
  @MethodSource("representations")
  void head_always_hasTheHeadersOfGet(String path) {
    program.get(path); // the answer to a miss has the header `Server-Timing` in addition
    HttpResponse<byte[]> get = program.get(path);
    HttpResponse<byte[]> head = program.head(path);

    assertThat(head.body()).isEmpty();
    assertThat(head.statusCode()).isEqualTo(200);
    get.headers()
        .map()
        .forEach((name, value) -> {
          if (!name.equals("date") && !name.equals("cache-status")) {
            assertThat(head.headers().allValues(name)).as(name).isEqualTo(value);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("representations")
  void get_always_carriesSecurityHeaders(String path) {
    HttpResponse<byte[]> answer = program.get(path);

    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(answer, "content-security-policy")).isEqualTo("default-src 'none'; sandbox");
    assertThat(header(answer, "cross-origin-resource-policy")).isEqualTo("cross-origin");
    assertThat(header(answer, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(answer, "content-length")).isEqualTo(Integer.toString(answer.body().length));
    assertThat(header(answer, "etag")).matches("\"[0-9a-f]{32,64}\"");
  }

  static Stream<Arguments> negotiation() {
    return Stream.of(
        Arguments.of("image/webp", "image/webp"),
        Arguments.of("image/avif,image/webp,*/*;q=0.8", "image/webp"),
        Arguments.of("image/webp;q=0", "image/jpeg"),
        Arguments.of("image/webp;q=0,*/*", "image/jpeg"),
        Arguments.of("*/*", "image/jpeg"),
        Arguments.of("image/*", "image/jpeg"),
        Arguments.of("text/html", "image/jpeg"),
        Arguments.of("IMAGE/WEBP;Q=0.5", "image/webp"),
        Arguments.of(";;;,,,q=", "image/jpeg"));
  }

  @ParameterizedTest
  @MethodSource("negotiation")
  void get_underAuto_answersInTheTypeThatAcceptNames(String accept, String type) {
    for (String path :
        new String[] {"/api/media/photo/thumbnail", "/images/photo/small?format=auto"}) {
      HttpResponse<byte[]> answer = program.get(path, "Accept", accept);

      assertThat(header(answer, "content-type")).as(path).isEqualTo(type);
      assertThat(header(answer, "vary")).as(path).isEqualToIgnoringCase("accept");
    }
  }

  @ParameterizedTest
  @MethodSource("representations")
  void get_inAnExplicitFormat_neverVaries(String path) {
    boolean negotiated = path.equals("/api/media/photo/thumbnail");

    assertThat(program.get(path).headers().firstValue("vary").isPresent()).isEqualTo(negotiated);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("(none)");
  }
}

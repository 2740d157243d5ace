package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys in Redis of a program that keeps its records there.
class RedisRecordsProgramTest {
  private static final byte[] PICTURE = Pictures.noise(300, 200, 7);
  private static final Pattern LENGTH = Pattern.compile("\\$(\\d+)\r\n");

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private static Server program;

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start(Files.createDirectory(folder.resolve("redis")));
    program =
        InJvm.start(
            folder.resolve("data"),
            Map.of("CATALOG", "redis", "REDIS_URL", redis.uri(), "UPKEEP_EVERY", "1s"));
  }

  @AfterAll
  static void stop() {
    program.close();
    redis.close();
  }

  /// As an image generator uses it: base64 in, a hit at once, a small record that its application
  /// can read, and nothing left when its time is over.
  @Test
  void generatedPicture_fromBase64ToItsEnd() throws IOException {
    String base64 = Base64.getEncoder().encodeToString(PICTURE);
    upload("gen", 4, "\"title\":\"a fox\",\"style\":\"ink\"");

    HttpResponse<byte[]> first = program.get("/images/gen");
    assertThat(header(first, "content-type")).isEqualTo("image/webp");
    assertThat(header(first, "cache-status")).startsWith("calotype; hit");
    assertThat(header(first, "cache-control")).matches("public, max-age=[0-4]");

    String record = redis.commands().get("image:gen");
    assertThat(record.length()).isLessThanOrEqualTo(2048);
    assertThat(record)
        .contains("\"cached\":true", "\"title\":\"a fox\"", "\"style\":\"ink\"")
        .doesNotContain(base64.substring(100, 140));
    assertThat(redis.commands().pttl("image:gen")).isPositive();

    eventually(() -> program.get("/images/gen").statusCode(), 410, 404);
    eventually(() -> program.get("/api/media/gen").statusCode(), 404);
    eventually(() -> files("gen").size(), 0);
    eventually(() -> redis.commands().keys("*gen*").size(), 0);
  }

  @Test
  void generatedPicture_ofTwoHours_isPromisedForNoLonger() {
    upload("two-hours", 7_200, "\"title\":\"a fox\"");

    HttpResponse<byte[]> first = program.get("/images/two-hours");
    assertThat(header(first, "content-type")).isEqualTo("image/webp");
    assertThat(header(first, "cache-status")).startsWith("calotype; hit");
    long promised = maxAge(program.get("/api/media/two-hours/thumbnail"));
    long left = redis.commands().pttl("image:two-hours");

    assertThat(left).isBetween(7_000_000L, 7_200_000L);
    assertThat(promised).isBetween(left / 1_000, 7_200L);
    assertThat(maxAge(first)).isEqualTo(3_600);
    assertThat(redis.commands().strlen("image:two-hours")).isLessThanOrEqualTo(2_048);
  }

  /// Everything that was ever written is in the append-only file, and everything that was sent is
  /// counted.
  @Test
  void everyWay_inAndOut_sendsNoByteOfAPicture() throws IOException {
    redis.commands().configResetstat();
    String longest = "\"a\":\"" + "x".repeat(1_000) + "\",\"b\":\"" + "\\u0001".repeat(20) + "\"";
    assertThat(program.put("raw", PICTURE).statusCode()).isEqualTo(201);
    assertThat(multipart("parts").statusCode()).isEqualTo(201);
    upload("text", 7_200, longest);
    for (String id : List.of("raw", "parts", "text")) {
      assertThat(program.get("/images/" + id + "/large").statusCode()).isEqualTo(200);
      assertThat(program.get("/api/media/" + id + "/content").body()).isEqualTo(PICTURE);
      assertThat(redis.commands().strlen("image:" + id)).isBetween(1L, 2_048L);
    }
    assertThat(program.get("/api/media").statusCode()).isEqualTo(200);
    assertThat(program.delete("/api/media/raw").statusCode()).isEqualTo(204);
    assertThat(program.delete("/api/media?group=g").statusCode()).isEqualTo(200);

    String written = written();
    assertThat(written).contains("image:raw", "image:parts", "image:text");
    assertThat(pieces()).noneMatch(written::contains);
    assertThat(LENGTH.matcher(written).results().map(RedisRecordsProgramTest::length))
        .isNotEmpty()
        .allMatch(bytes -> bytes <= 4_096);
    assertThat(sentBytes()).isLessThan(PICTURE.length / 2);
  }

  private static int length(MatchResult found) {
    return Integer.parseInt(found.group(1));
  }

  /// Short pieces of the picture, as they are and as base64 has them.
  private static List<String> pieces() {
    return IntStream.range(0, PICTURE.length - 30)
        .filter(i -> i % 300 == 0)
        .mapToObj(i -> Arrays.copyOfRange(PICTURE, i, i + 12))
        .flatMap(piece ->
            Stream.of(
                new String(piece, StandardCharsets.ISO_8859_1),
                Base64.getEncoder().encodeToString(piece)))
        .toList();
  }

  private static String written() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("redis"))) {
      for (Path file : files.filter(path -> path.toString().contains(".aof")).toList()) {
        if (Files.isRegularFile(file)) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }

  private static long sentBytes() {
    Matcher count =
        Pattern.compile("total_net_input_bytes:(\\d+)").matcher(redis.commands().info("stats"));
    assertThat(count.find()).isTrue();
    return Long.parseLong(count.group(1));
  }

  /// A key of an application with a name of Calotype's stays unchanged.
  @Test
  void foreignRecord_isNotOverwritten() {
    redis.commands().set("image:theirs", "{\"base64_data\":\"AAAA\"}");

    assertThat(program.put("theirs", PICTURE).statusCode()).isEqualTo(409);
    assertThat(redis.commands().get("image:theirs")).isEqualTo("{\"base64_data\":\"AAAA\"}");
  }

  private static void upload(String id, int ttl, String attributes) {
    String body =
        "{\"id\":\"%s\",\"data\":\"data:image/png;base64,%s\",\"ttl\":%d,\"attributes\":{%s}}"
            .formatted(id, Base64.getEncoder().encodeToString(PICTURE), ttl, attributes);
    HttpResponse<byte[]> stored =
        program.post("/api/media", "application/json", body.getBytes(StandardCharsets.UTF_8));
    assertThat(stored.statusCode()).as(text(stored)).isEqualTo(201);
  }

  private static HttpResponse<byte[]> multipart(String id) {
    String latin =
        field("id\"\r\n\r\n" + id)
            + field("group\"\r\n\r\ng")
            + field(
                "file\"; filename=\"x.png\"\r\n\r\n"
                    + new String(PICTURE, StandardCharsets.ISO_8859_1))
            + "--b--\r\n";
    return program.post(
        "/api/media",
        "multipart/form-data; boundary=b",
        latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String field(String nameAndValue) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + nameAndValue + "\r\n";
  }

  private static long maxAge(HttpResponse<byte[]> answer) {
    return Long.parseLong(
        header(answer, "cache-control").replaceFirst(".*max-age=([0-9]+).*", "$1"));
  }

  private static void eventually(IntSupplier status, int... wanted) {
    RedisServer.await(() -> {
      int last = status.getAsInt();
      return Arrays.stream(wanted).anyMatch(one -> one == last);
    });
  }

  private static List<Path> files(String id) {
    try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
      return all.filter(path -> path.toString().contains("/" + id)).toList();
    } catch (IOException | UncheckedIOException changing) {
      return List.of(folder); // a file was deleted during the walk
    }
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

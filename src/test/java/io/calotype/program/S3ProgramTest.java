package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.json.JsonValue;
import io.calotype.originals.s3.FaultProxy;
import io.calotype.originals.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Originals in a real S3 server, behind a proxy that breaks requests.
@Tag("waits")
class S3ProgramTest {
  private static final String BUCKET = "program";
  private static final byte[] PICTURE = Pictures.noise(900, 600, 7);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final S3Server server = S3Server.shared();
  private final String prefix = UUID.randomUUID().toString();

  @SuppressWarnings("NullAway.Init")
  private FaultProxy proxy;

  @SuppressWarnings("NullAway.Init")
  private Server program;

  @BeforeEach
  void start() throws IOException {
    server.createBucket(BUCKET);
    proxy = new FaultProxy(server.port());
    program = InJvm.start(data(), settings());
  }

  @AfterEach
  void stop() {
    program.close();
    proxy.close();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Map<String, String> settings() {
    return Map.of(
        "ORIGINALS", "s3",
        "S3_ENDPOINT", "http://127.0.0.1:" + proxy.port(),
        "S3_BUCKET", BUCKET,
        "S3_PREFIX", prefix,
        "S3_ACCESS_KEY", "test-key",
        "S3_SECRET_KEY", "test-secret",
        "PREGENERATE", "small");
  }

  @Test
  void life_ofAMedia_isInTheBucket() {
    assertThat(program.put("cat", PICTURE).statusCode()).isEqualTo(201);
    assertThat(program.put("dog", PICTURE).statusCode()).isEqualTo(201);
    assertThat(program.get("/images/cat/small").statusCode()).isEqualTo(200);
    assertThat(program.get("/images/cat?w=400").statusCode()).isEqualTo(200);
    assertThat(keys()).hasSize(3).anyMatch(key -> key.matches(".*/o/77/cat\\.[a-z2-7]{16}"));

    HttpResponse<byte[]> part = program.get("/api/media/cat/content", "Range", "bytes=1000-1999");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(PICTURE, 1000, 2000));
    assertThat(program.get("/api/media/cat/content").body()).isEqualTo(PICTURE);

    assertThat(program.delete("/api/media/dog").statusCode()).isEqualTo(204);
    assertThat(program.get("/api/media/dog/content").statusCode()).isEqualTo(404);
    assertThat(keys()).hasSize(2).noneMatch(key -> key.contains("dog"));

    program.close();
    Program killed = Program.start(data(), settings());
    assertThat(killed.put("fox", PICTURE).statusCode()).isEqualTo(201);
    killed.kill();
    program = InJvm.start(data(), settings());
    assertThat(program.get("/api/media/cat/content").body()).isEqualTo(PICTURE);
    assertThat(program.get("/api/media/fox/content").body()).isEqualTo(PICTURE);
    assertThat(keys()).hasSize(3);

    assertThat(uploadDirectly("{\"id\":\"bird\",\"bytes\":%d}".formatted(PICTURE.length)))
        .isEqualTo(201);
    assertThat(program.get("/images/bird/small").statusCode()).isEqualTo(200);
    assertThat(program.get("/api/media/bird/content").body()).isEqualTo(PICTURE);
  }

  /// Announces `PICTURE`, sends it to the service, and returns the status of the completion.
  private int uploadDirectly(String announcement) {
    JsonValue announced =
        JsonValue.read(
                program
                    .post(
                        "/api/uploads/direct",
                        "application/json",
                        announcement.getBytes(StandardCharsets.UTF_8))
                    .body())
            .orElseThrow();
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(announced.at("url").text()))
            .PUT(BodyPublishers.ofByteArray(PICTURE));
    announced.at("headers").members().entrySet().stream()
        .filter(header -> !header.getKey().equals("content-length")) // the client computes it
        .forEach(header -> put.header(header.getKey(), header.getValue().text()));
    assertThat(program.send(put).statusCode()).isEqualTo(200);
    return program
        .post(announced.at("complete").text(), "application/json", new byte[0])
        .statusCode();
  }

  @Test
  void serviceDoesNotAnswer_hitsGoOnAndTheRestIsLaterUntilItIsBack() throws IOException {
    program.put("cat", PICTURE);
    program.close();
    deleteCopies();
    program = InJvm.start(data(), settings());
    assertThat(program.get("/images/cat/small").statusCode()).isEqualTo(200);

    proxy.fail(FaultProxy.Fault.BLACK_HOLE);

    assertLater(program.put("new", PICTURE));
    assertLater(program.get("/images/cat?w=640"));
    assertLater(program.get("/api/media/cat/content"));
    assertThat(program.get("/images/cat/small").statusCode()).isEqualTo(200);
    assertThat(program.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(program.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(program.get("/api/media/new").statusCode()).isEqualTo(404);
    assertThat(program.metric("calotype_s3_away")).isEqualTo(1);

    proxy.fail(FaultProxy.Fault.NONE);
    Await.until(() -> program.get("/health/ready").statusCode() == 200, "a ready server");
    assertThat(program.get("/images/cat?w=640").statusCode()).isEqualTo(200);
    assertThat(program.get("/api/media/cat/content").body()).isEqualTo(PICTURE);
    assertThat(program.put("new", PICTURE).statusCode()).isEqualTo(201);
  }

  @Test
  void original_readIsCut_endsTheConnectionAndIsNeverShort() {
    program.put("cat", PICTURE);

    proxy.fail(FaultProxy.Fault.TRUNCATED);
    // HEAD has no body to cut, and each GET brings half of the rest
    assertThatThrownBy(() -> program.get("/api/media/cat/content"))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(program.metric("calotype_s3_reads_cut_total")).isEqualTo(1);
    proxy.fail(FaultProxy.Fault.NONE);
    assertThat(program.get("/api/media/cat/content").body()).isEqualTo(PICTURE);
  }

  @Test
  void start_otherStore_isRefusedInOneLine() throws Exception {
    program.close();
    assertThat(Typed.refusedStart(folder, data(), Map.of()))
        .singleElement()
        .asString()
        .contains("in S3", "CALOTYPE_ORIGINALS=s3");

    Path files = folder.resolve("files");
    try (Server other = InJvm.start(files, Map.of("PREGENERATE", ""))) {
      other.put("cat", PICTURE);
    }
    assertThat(Typed.refusedStart(folder, files, settings()))
        .singleElement()
        .asString()
        .contains("contains originals as files", "CALOTYPE_ORIGINALS=files");

    Map<String, String> absent = new TreeMap<>(settings());
    absent.put("S3_BUCKET", "absent");
    assertThat(Typed.refusedStart(folder, folder.resolve("third"), absent))
        .singleElement()
        .asString()
        .contains("bucket absent", "404 NoSuchBucket");
    program = InJvm.start(data(), settings());
  }

  private static void assertLater(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .doesNotContain("s3", "127.0.0.1", "bucket");
  }

  private void deleteCopies() throws IOException {
    try (Stream<Path> copies = Files.list(data().resolve("sources"))) {
      for (Path copy : copies.toList()) {
        Files.delete(copy);
      }
    }
  }

  private List<String> keys() {
    try (S3Client client = server.client()) {
      return client
          .listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix + "/"))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }
}

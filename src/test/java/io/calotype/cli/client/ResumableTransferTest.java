package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.MetricText;
import io.calotype.app.AcceptingServer;
import io.calotype.json.JsonValue;
import io.calotype.media.MediaId;
import io.calotype.redis.TcpProxy;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Resumable uploads of the command line, over a bad line to a server in this JVM, and to one that
/// gives prepared answers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumableTransferTest {
  private static final int LENGTH = 4 << 20;
  private static final int HALF = LENGTH / 2;
  private static final Map<String, String> PRIVATE = Map.of("visibility", "private");

  @SuppressWarnings("NullAway.Init")
  private AcceptingServer server;

  private TcpProxy line;
  private Standing standing;
  private Path folder;
  private LocalFile file;
  private UploadProgress progress;
  private MediaId id;

  @BeforeAll
  void start() {
    server = AcceptingServer.start(Map.of("MAX_UPLOAD_SIZE", "5MiB"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void open(TestInfo test, @TempDir Path folder) throws IOException {
    this.folder = folder;
    this.id = new MediaId(test.getTestMethod().orElseThrow().getName());
    line = TcpProxy.to(server.uri("/").getPort());
    standing = new Standing();
    file = file(Arrays.copyOf(AcceptingServer.jpeg(id.value().hashCode()), LENGTH));
    progress = new UploadProgress(List.of(file));
  }

  @AfterEach
  void close() {
    line.close();
    standing.close();
  }

  private LocalFile file(byte[] bytes) throws IOException {
    return new LocalFile(Files.write(folder.resolve("Möwe.jpg"), bytes), bytes.length);
  }

  private UnfinishedUploads.Entry entry() {
    return UnfinishedUploads.in(folder.resolve("state"), Instant.now()).entry("a");
  }

  private CalotypeClient overLine() {
    return new CalotypeClient("http://127.0.0.1:" + line.port(), null);
  }

  private boolean resume(CalotypeClient client) {
    try (UnfinishedUploads.Entry entry = entry()) {
      return client.resume(id, PRIVATE, new FileBody(file, progress), entry);
    }
  }

  private boolean kept() {
    try (UnfinishedUploads.Entry entry = entry()) {
      return entry.id().isPresent();
    }
  }

  private JsonValue record() {
    return overLine().find(id).orElseThrow();
  }

  private long metric(String name) {
    byte[] metrics = server.send(HttpRequest.newBuilder(server.uri("/metrics"))).body();
    return (long) MetricText.sum(metrics, name);
  }

  private long resumed() {
    return metric("calotype_resumable_resumed_total ");
  }

  private void assertStoredWhole() throws IOException {
    assertThat(record().at("sha256").text()).isEqualTo(file.digest().hex());
    assertThat(record().at("filename").text()).isEqualTo("Möwe.jpg");
    assertThat(record().at("visibility").text()).isEqualTo("private");
    assertThat(kept()).isFalse();
    assertThat(progress.line(Duration.ZERO, 100)).contains(" 4.2 MB of 4.2 MB");
  }

  @Test
  void resume_overALineThatIsCut_continuesAtTheOffset() throws IOException {
    long before = resumed();
    line.after(HALF, line::cut);

    assertThat(resume(overLine())).isTrue();

    assertThat(line.armed()).isFalse();
    assertThat(resumed()).isEqualTo(before + 1);
    assertStoredWhole();
  }

  @Test
  void resume_overALineThatStalls_makesAnotherConnection() throws IOException {
    CalotypeClient hasty =
        new CalotypeClient("http://127.0.0.1:" + line.port(), null, Duration.ofSeconds(1));
    line.after(HALF, line::hold);
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> resume(hasty), thread);
      Await.until(() -> !line.armed());
      int connections = line.accepted();
      Await.until(() -> line.accepted() > connections);
      line.restore();

      assertThat(ended.join()).isTrue();
    }
    assertStoredWhole();
  }

  @Test
  void resume_ofAnEarlierRun_sendsTheRest() throws IOException {
    String metadata =
        TusCalls.metadata(
            Map.of("id", id.value(), "visibility", "private", "filename", "Möwe.jpg"));
    HttpCalls calls = new HttpCalls("http://127.0.0.1:" + line.port(), null, Duration.ofMinutes(1));
    String upload = new TusCalls(calls).create(LENGTH, metadata).orElseThrow();
    server.send(
        HttpRequest.newBuilder(server.uri("/api/uploads/" + upload))
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(Files.readAllBytes(file.path()), 0, HALF)));
    try (UnfinishedUploads.Entry entry = entry()) {
      entry.keep(upload);
    }
    line.after(HALF + HALF / 2, line::cut);

    assertThat(resume(overLine())).isTrue();

    assertThat(line.armed()).isTrue();
    assertStoredWhole();
  }

  @Test
  void resume_ofAnUploadThatIsGone_beginsAnew() throws IOException {
    try (UnfinishedUploads.Entry entry = entry()) {
      entry.keep("a".repeat(26));
    }

    assertThat(resume(overLine())).isTrue();
    assertStoredWhole();
  }

  @Test
  void resume_ofAFileThatIsNoPicture_isRefusedForGood() throws IOException {
    file = file("no picture".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> resume(overLine()))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("415 Unsupported media");
    assertThat(kept()).isFalse();
  }

  @Test
  void resume_ofATooLargePicture_leavesNoUnfinishedUpload() throws IOException {
    file = file(Arrays.copyOf(AcceptingServer.jpeg(1), 6 << 20));

    assertThatThrownBy(() -> resume(overLine()))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("413 Too large");
    assertThat(metric("calotype_resumable_unfinished ")).isZero();
    assertThat(kept()).isFalse();
  }

  @Test
  void resume_whileTheServerIsBusy_waitsAsItAsks() throws IOException {
    file = file("picture".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    standing
        .with(201, "Location", "https://elsewhere.example/api/uploads/k3v.a")
        .then(503, "0", "")
        .with(200, "Upload-Offset", "3")
        .then(423, "0", "")
        .with(200, "Upload-Offset", "5")
        .with(204, "Media-Location", "/api/media/a");

    assertThat(resume(new CalotypeClient(standing.url(), "secret"))).isTrue();
    assertThat(standing.requests())
        .containsExactly(
            "POST /api/uploads Bearer secret ",
            "PATCH /api/uploads/k3v.a Bearer secret picture",
            "GET /api/uploads/k3v.a Bearer secret ",
            "PATCH /api/uploads/k3v.a Bearer secret ture",
            "GET /api/uploads/k3v.a Bearer secret ",
            "PATCH /api/uploads/k3v.a Bearer secret re");
  }

  @Test
  void resume_onAFullDisk_isContinuedByALaterRun() {
    standing
        .with(201, "Location", "/api/uploads/k3v")
        .then(507, "", "{\"title\": \"Storage full\"}");

    assertThatThrownBy(() -> resume(new CalotypeClient(standing.url(), null)))
        .hasMessage("507 Storage full");
    assertThat(kept()).isTrue();
  }

  @Test
  void resume_whereAProxyRefusesTheMethod_isNotPossible() {
    standing.with(201, "Location", "/api/uploads/k3v").then(405, "", "").then(204, "", "");

    assertThat(resume(new CalotypeClient(standing.url(), null))).isFalse();
    assertThat(standing.requests()).last().asString().startsWith("DELETE /api/uploads/k3v ");
    assertThat(kept()).isFalse();
  }

  @Test
  void resume_atAnotherNodeEachTime_isGivenUp() {
    for (int i = 0; i < 3; i++) {
      standing.with(201, "Location", "/api/uploads/k3v.a").then(404, "", "");
    }

    assertThat(resume(new CalotypeClient(standing.url(), null))).isFalse();
    assertThat(standing.requests()).hasSize(6);
  }

  @Test
  void resume_withoutResumableUploads_isNotPossible() {
    standing.then(405, "", "");

    assertThat(resume(new CalotypeClient(standing.url(), null))).isFalse();
  }
}

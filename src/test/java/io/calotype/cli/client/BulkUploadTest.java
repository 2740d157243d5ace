package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Group;
import io.calotype.media.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkUploadTest {
  private static final String DIGEST = Sha256.ofText("picture").hex();
  private static final String RECORD = "{\"sha256\": \"" + DIGEST + "\"}";
  private static final String PATH = "/api/media/f-" + DIGEST.substring(0, 32);

  @TempDir Path folder;
  @TempDir Path state;
  private final Standing standing = new Standing();

  @AfterEach
  void close() {
    standing.close();
  }

  @Test
  void run_newFile_sendsItWithItsOptions() throws IOException {
    standing.then(200, "", "{}").then(404, "", "").then(201, "", RECORD);

    UploadReport report =
        run(new UploadSettings(new Group("g"), Duration.ofHours(2), true, IdSource.CONTENT, 1));

    assertThat(report.summary()).startsWith("1 uploaded, 0 there already, 0 failed; 7 B in ");
    assertThat(standing.requests())
        .last()
        .isEqualTo("PUT " + PATH + "?group=g&ttl=PT2H&visibility=private null picture");
  }

  @Test
  void run_largeFileWithoutResumableUploads_sendsItInOneRequest() throws IOException {
    Path large = folder.resolve("first");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(16 << 20);
    }
    String digest = new LocalFile(large, 16 << 20).digest().hex();
    standing.then(200, "", "{}").then(404, "", "").then(404, "", "");
    standing.then(201, "", RECORD.replace(DIGEST, digest));

    UploadReport report =
        run(
            new UploadSettings(null, null, false, IdSource.CONTENT, 1),
            LocalFile.under(List.of(large)));

    assertThat(report.uploaded()).isEqualTo(1);
    assertThat(standing.requests())
        .extracting(request -> request.substring(0, 14))
        .containsExactly("GET /api/media", "GET /api/media", "POST /api/uplo", "PUT /api/media");
    assertThat(state.resolve("uploads")).isEmptyDirectory();
  }

  @Test
  void run_existingMedia_sendsNothing() throws IOException {
    standing.then(200, "", "{}").then(200, "", RECORD);

    assertThat(run().summary()).startsWith("0 uploaded, 1 there already, 0 failed; 0 B in ");
    assertThat(standing.requests()).hasSize(2);
  }

  @Test
  void run_whereTheIdHasOtherBytes_fails() throws IOException {
    standing.then(200, "", "{}").then(200, "", "{\"sha256\": \"0\"}");

    assertThat(run().failures().getFirst()).contains("taken by other bytes");
  }

  @Test
  void run_whereItIsThereWithOtherOptions_fails() throws IOException {
    standing.then(200, "", "{}");
    standing.then(200, "", RECORD.replace("}", ", \"visibility\": \"public\", \"group\": null}"));

    UploadReport report = run(new UploadSettings(new Group("g"), null, true, IdSource.CONTENT, 1));

    assertThat(report.failures().getFirst())
        .contains("it is there already with another visibility and group");
  }

  @Test
  void run_idsFromNames_areThatOfTheFileName() throws IOException {
    standing.then(200, "", "{}").then(404, "", "").then(201, "", RECORD);

    UploadReport report = run(new UploadSettings(null, null, false, IdSource.NAME, 1));

    assertThat(report.uploaded()).isEqualTo(1);
    assertThat(standing.requests()).last().asString().startsWith("PUT /api/media/first ");
  }

  @Test
  void run_idsFromNamesThatMeet_sendsNeither() throws IOException {
    standing.then(200, "", "{}");
    Files.writeString(folder.resolve("first.png"), "other");

    UploadReport report = run(new UploadSettings(null, null, false, IdSource.NAME, 1));

    assertThat(report.failures().getFirst())
        .isEqualTo("2 files failed: the id first follows from the names of several files");
    assertThat(standing.requests()).hasSize(1);
  }

  @Test
  void run_ofAFileThatChanges_takesItBack() throws IOException {
    standing.then(200, "", "{}").then(404, "", "").then(201, "", "{\"sha256\": \"0\"}");
    standing.then(204, "", "");

    assertThat(run().failures().getFirst()).contains("has changed while it was sent");
    assertThat(standing.requests()).last().asString().startsWith("DELETE " + PATH);
  }

  @Test
  void run_thatTheCallerMayNotMake_isGivenUp() throws IOException {
    standing.then(200, "", "{}").then(404, "", "");
    standing.then(403, "", "{\"title\": \"Forbidden\"}");
    Files.writeString(folder.resolve("second"), "other");

    UploadReport report = run();

    assertThat(report.summary()).contains("1 failed, 1 not tried");
    assertThat(report.stop()).hasMessage("403 Forbidden");
    assertThat(report.complete()).isFalse();
  }

  @Test
  void run_ofAFileThatIsGone_failsAlone() throws IOException {
    standing.then(200, "", "{}").then(404, "", "").then(201, "", RECORD);
    write();
    List<LocalFile> files =
        List.of(
            new LocalFile(folder.resolve("gone"), 1), new LocalFile(folder.resolve("first"), 7));

    UploadReport report = run(new UploadSettings(null, null, false, IdSource.CONTENT, 1), files);

    assertThat(report.uploaded()).isEqualTo(1);
    assertThat(report.failures())
        .containsExactly("1 file failed: the file cannot be read", "  " + folder.resolve("gone"));
  }

  @Test
  void run_ofAFileThatGetsShorter_failsAtOnce() throws IOException {
    standing.then(200, "", "{}").then(404, "", "");
    write();

    UploadReport report =
        run(
            new UploadSettings(null, null, false, IdSource.CONTENT, 1),
            List.of(new LocalFile(folder.resolve("first"), 100_000)));

    assertThat(report.failures().getFirst()).contains("cannot be read, or has changed");
    assertThat(report.stop()).isNull();
  }

  @Test
  void files_underTheFolderHere_areFound() throws IOException {
    assertThat(LocalFile.under(List.of(Path.of("."))))
        .extracting(LocalFile::path)
        .contains(Path.of("./pom.xml"))
        .noneMatch(path -> path.startsWith("./.git"));
  }

  @Test
  void files_underAFolder_areAllButHiddenOnes() throws IOException {
    write();
    Files.createDirectories(folder.resolve("b/.hidden"));
    Files.writeString(folder.resolve("b/deep"), "");
    Files.writeString(folder.resolve("b/.hidden/file"), "");
    Files.writeString(folder.resolve(".file"), "");
    Files.createSymbolicLink(folder.resolve("b/round"), folder);

    assertThat(LocalFile.under(List.of(folder, folder.resolve(".file"))))
        .extracting(LocalFile::path)
        .containsExactly(
            folder.resolve("b/deep"), folder.resolve("first"), folder.resolve(".file"));
  }

  private void write() throws IOException {
    Files.writeString(folder.resolve("first"), "picture");
  }

  private UploadReport run() throws IOException {
    return run(new UploadSettings(null, null, false, IdSource.CONTENT, 1));
  }

  private UploadReport run(UploadSettings settings) throws IOException {
    write();
    return run(settings, LocalFile.under(List.of(folder)));
  }

  private UploadReport run(UploadSettings settings, List<LocalFile> files) {
    UploadProgress progress = new UploadProgress(files);
    UnfinishedUploads unfinished = UnfinishedUploads.in(state.resolve("uploads"), Instant.EPOCH);
    return new BulkUpload(
            new CalotypeClient(standing.url(), null), settings, unfinished, progress, _ -> {})
        .run(files);
  }
}

package io.calotype.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.s3.S3BlobStore;
import io.calotype.originals.s3.S3Originals;
import io.calotype.originals.s3.S3Server;
import io.calotype.originals.s3.sources.SourceCache;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts that begin a move.
class MoveStartTest {
  private final String bucket = "move-start-" + UUID.randomUUID();

  /// A mistake in the settings can be corrected.
  @Test
  void start_bucketOfAnotherCatalog_isRefusedAndTheFolderStaysUsable(@TempDir Path folder)
      throws IOException {
    nameAnotherCatalog(folder);
    Path files = folder.resolve("files");
    DataFolder.open(files).close();

    assertThatThrownBy(
            () -> InProcess.start(settings(files, Map.of("CALOTYPE_ORIGINALS_FROM", "files"))))
        .hasMessageContaining("belong to the catalog");

    DataFolder.open(files).close();
  }

  private void nameAnotherCatalog(Path folder) throws IOException {
    S3Server server = S3Server.shared();
    try (DiskThreads disk = DiskThreads.of("owner", new Telemetry());
        S3Originals originals =
            S3Originals.open(
                server.settings(bucket, "", server.port()), Optional.empty(), new Telemetry())) {
      SourceCache sources =
          SourceCache.open(
              new SourceCache.Place(folder.resolve("sources"), new LocalFiles(), disk),
              1 << 20,
              Headroom.NONE,
              Clock.systemUTC());
      S3BlobStore.Local local = new S3BlobStore.Local(disk, Headroom.NONE, Clock.systemUTC());
      assertThat(originals.store(sources, local).catalog("sqlite:owner")).contains("sqlite:owner");
    }
  }

  private Map<String, String> settings(Path data, Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    S3Server.shared()
        .environment(bucket)
        .forEach((name, value) -> settings.put("CALOTYPE_" + name, value));
    settings.put("CALOTYPE_DATA_DIR", data.toString());
    return settings;
  }
}

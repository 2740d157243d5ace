package io.calotype.originals.s3;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobStore;
import io.calotype.originals.BlobStoreContract;
import io.calotype.originals.s3.sources.SourceCache;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3BlobStoreTest extends BlobStoreContract {
  private final S3Server server = S3Server.shared();
  private final S3Settings settings =
      server.settings("contract", UUID.randomUUID() + "/", server.port());
  private final DiskThreads disk = DiskThreads.of("originals", new Telemetry());

  @SuppressWarnings("NullAway.Init")
  private S3Originals originals;

  @Override
  protected BlobStore open() throws IOException {
    originals = S3Originals.open(settings, Optional.empty(), new Telemetry());
    SourceCache sources =
        SourceCache.open(
            new SourceCache.Place(folder.resolve("sources"), new LocalFiles(), disk),
            1 << 20,
            Headroom.NONE,
            Clock.systemUTC());
    return originals.store(sources, new S3BlobStore.Local(disk, Headroom.NONE, Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    originals.close();
    disk.close();
  }

  /// The copies are deleted too, as on a node that has none: a verified copy does not change.
  @Override
  protected void overwrite(BlobKey key, String bytes) throws IOException {
    for (Path copy : new LocalFiles().list(folder.resolve("sources"))) {
      Files.delete(copy);
    }
    try (S3Client client = server.client()) {
      var _ =
          client.putObject(
              put -> put.bucket(settings.bucket()).key(new S3Keys(settings.prefix()).of(key)),
              RequestBody.fromString(bytes));
    }
  }
}

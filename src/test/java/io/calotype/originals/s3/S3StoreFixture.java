package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.s3.sources.SourceCache;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A store behind a proxy that breaks requests.
abstract class S3StoreFixture {
  private static final long CACHE = 64 << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  final S3Server server = S3Server.shared();
  final String prefix = UUID.randomUUID() + "/";
  private final DiskThreads disk = DiskThreads.of("originals", new Telemetry());
  final Telemetry telemetry = new Telemetry();

  @SuppressWarnings("NullAway.Init")
  FaultProxy proxy;

  @SuppressWarnings("NullAway.Init")
  S3Originals originals;

  @SuppressWarnings("NullAway.Init")
  S3BlobStore store;

  @BeforeEach
  void open() throws IOException {
    proxy = new FaultProxy(server.port());
    S3Settings settings = server.settings("faults", prefix, proxy.port());
    originals = S3Originals.open(settings, Optional.empty(), telemetry);
    store = store(originals);
  }

  S3BlobStore store(S3Originals opened) throws IOException {
    SourceCache.Place place =
        new SourceCache.Place(folder.resolve("sources"), new LocalFiles(), disk);
    return opened.store(
        SourceCache.open(place, CACHE, Headroom.NONE, Clock.systemUTC()),
        new S3BlobStore.Local(disk, Headroom.NONE, Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    originals.close();
    proxy.close();
    disk.close();
  }

  static Failure missing() {
    return new Failure.StoreUnavailable(StoreFault.MISSING);
  }

  long uploads() {
    try (S3Client client = server.client()) {
      return client.listMultipartUploads(list -> list.bucket("faults")).uploads().stream()
          .filter(upload -> upload.key().startsWith(prefix))
          .count();
    }
  }

  void overwrite(BlobKey key, byte[] bytes) {
    try (S3Client client = server.client()) {
      var _ =
          client.putObject(
              put -> put.bucket("faults").key(new S3Keys(prefix).of(key)),
              RequestBody.fromBytes(bytes));
    }
  }

  void forgetCopies() throws IOException {
    for (Path copy : copies()) {
      Files.delete(copy);
    }
  }

  List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("sources"))) {
      return files.toList();
    }
  }

  Blob written(byte[] bytes) throws IOException {
    Blob blob = blob(bytes);
    store.write(blob, staged(bytes));
    return blob;
  }

  static Blob blob(byte[] bytes) {
    Original described =
        Original.fresh(MediaType.JPEG, bytes.length, Sha256.of(Sha256.digester().digest(bytes)));
    BlobKey key = new BlobKey(new MediaId("cat"), BlobKind.IMAGE, described.incarnation());
    return new Blob(key, described);
  }

  Path staged(byte[] bytes) throws IOException {
    return Files.write(folder.resolve(UUID.randomUUID().toString()), bytes);
  }

  static byte[] bytes(int length) {
    return bytes(length, 1);
  }

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static void assertUnavailable(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.StoreUnavailable.class));
  }

  static void assertFailure(ThrowingCallable use, Failure failure) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}

package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.disk.OpenBytes;
import io.calotype.disk.ReadThrottle;
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
import io.calotype.originals.BlobStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A store behind a proxy that breaks requests.
class S3FaultTest {
  private static final long CACHE = 64 << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final S3Server server = S3Server.shared();
  private final String prefix = UUID.randomUUID() + "/";
  private final DiskThreads disk = DiskThreads.of("originals", new Telemetry());
  private final Telemetry telemetry = new Telemetry();

  @SuppressWarnings("NullAway.Init")
  private FaultProxy proxy;

  @SuppressWarnings("NullAway.Init")
  private S3Originals originals;

  @SuppressWarnings("NullAway.Init")
  private S3BlobStore store;

  @BeforeEach
  void open() throws IOException {
    proxy = new FaultProxy(server.port());
    S3Settings settings = server.settings("faults", prefix, proxy.port());
    originals = S3Originals.open(settings, Optional.empty(), telemetry);
    store = store(originals);
  }

  private S3BlobStore store(S3Originals opened) throws IOException {
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

  @ParameterizedTest
  @EnumSource(
      value = FaultProxy.Fault.class,
      names = {"RESET", "ERROR", "SLOW_DOWN", "CONFLICT"})
  void everyCall_serviceFails_isUnavailableAndRecovers(FaultProxy.Fault fault) throws IOException {
    Blob stored = written(bytes(1000));
    Path staged = staged(bytes(10));
    Blob refused = blob(bytes(10));

    proxy.fail(fault);

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> store.write(refused, staged),
            () -> store.open(stored),
            () -> store.verify(stored, ReadThrottle.NONE),
            () -> store.has(stored.key()),
            () -> store.revision(stored.key()),
            () -> store.delete(refused.key()),
            () -> store.of(stored.key().id()),
            () -> store.each(Instant.now(), found -> {}))) {
      assertUnavailable(use);
    }
    assertThat(staged).exists();
    assertThat(store.state()).isEqualTo(BlobStore.State.UNUSABLE);
    proxy.fail(FaultProxy.Fault.NONE);
    Await.until(() -> store.state() == BlobStore.State.WRITABLE, "the store to recover");
    store.write(refused, staged);
    assertThat(store.verify(refused, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
  }

  @Test
  void blackHole_firstCallFails_theNextAreRefusedAtOnceUntilItAnswers() throws IOException {
    Blob stored = written(bytes(1000));
    proxy.fail(FaultProxy.Fault.BLACK_HOLE);

    assertUnavailable(() -> store.write(blob(bytes(10)), staged(bytes(10))));
    int arrived = proxy.requests();
    assertUnavailable(() -> store.delete(stored.key()));
    assertUnavailable(() -> store.delete(stored.key()));
    assertThat(proxy.requests() - arrived).isLessThanOrEqualTo(3); // one probe with its retries

    proxy.fail(FaultProxy.Fault.NONE);
    Await.until(() -> store.state() == BlobStore.State.WRITABLE, "the store to recover");
    assertThat(store.has(stored.key())).isTrue();
  }

  @Test
  void write_firstAttemptFails_isRepeated() throws IOException {
    proxy.fail(FaultProxy.Fault.ERROR, 1, FaultProxy::put);

    Blob blob = written(bytes(1000));

    assertThat(store.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
  }

  @Test
  void write_answerWasLost_isComparedAndSucceeds() throws IOException {
    proxy.fail(FaultProxy.Fault.CONFLICT_AFTER, 1, FaultProxy::put);

    Blob blob = written(bytes(1000));

    assertThat(store.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
  }

  @Test
  void write_keyIsTakenByOtherBytes_isRefused() throws IOException {
    Blob blob = blob(bytes(1000));
    overwrite(blob.key(), bytes(999));

    assertUnavailable(() -> store.write(blob, staged(bytes(1000))));

    assertThat(store.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.DAMAGED);
  }

  @Test
  void write_serviceWithoutConditions_worksWithoutThem() throws IOException {
    proxy.fail(
        FaultProxy.Fault.UNKNOWN_FUNCTION,
        Integer.MAX_VALUE,
        head -> head.toLowerCase(java.util.Locale.ROOT).contains("if-none-match"));

    Blob small = written(bytes(1000));
    Blob large = written(bytes(17 << 20));

    assertThat(store.verify(small, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
    assertThat(store.verify(large, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
  }

  @Test
  void write_largeFile_isOneObjectOfParts() throws IOException {
    byte[] bytes = bytes((20 << 20) + 5);
    Blob blob = written(bytes);

    assertThat(store.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
    try (OpenBytes open = store.open(blob)) {
      open.announce(bytes.length - 100, 100);
      ByteBuffer end = ByteBuffer.allocate(100);
      assertThat(open.read(end, bytes.length - 100)).isEqualTo(100);
      assertThat(end.array())
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, bytes.length - 100, bytes.length));
    }
  }

  @Test
  void write_partFails_leavesNoObjectAndNoParts() throws IOException {
    Blob blob = blob(bytes(17 << 20));
    Path staged = staged(bytes(17 << 20));
    proxy.fail(FaultProxy.Fault.ERROR, Integer.MAX_VALUE, head -> head.contains("partNumber=2"));

    assertUnavailable(() -> store.write(blob, staged));

    proxy.fail(FaultProxy.Fault.NONE);
    assertThat(store.has(blob.key())).isFalse();
    assertThat(staged).exists();
    assertThat(uploads()).isZero();
  }

  @Test
  void deleteSetAside_uploadsOfACrash_areAborted() {
    Blob blob = blob(bytes(10));
    try (S3Client client = server.client()) {
      String key = new S3Keys(prefix).of(blob.key());
      var _ = client.createMultipartUpload(create -> create.bucket("faults").key(key));
    }

    assertThat(store.deleteSetAside(Instant.EPOCH)).isZero();
    assertThat(uploads()).isEqualTo(1);
    assertThat(store.deleteSetAside(Instant.now().plus(Duration.ofHours(1)))).isEqualTo(1);
    assertThat(uploads()).isZero();
  }

  @Test
  void checkout_answerIsCut_continuesWithTheRest() throws IOException {
    byte[] bytes = bytes(3 << 20);
    Blob blob = written(bytes);
    forgetCopies();
    proxy.fail(FaultProxy.Fault.TRUNCATED, 2, FaultProxy::getBlob);

    try (BlobStore.LocalCopy copy = store.checkout(blob)) {
      assertThat(Files.readAllBytes(copy.path())).isEqualTo(bytes);
    }
    assertThat(telemetry.sum("calotype_s3_reads_resumed")).isEqualTo(2);
  }

  @Test
  void checkout_everyAnswerIsCut_isUnavailableAndLeavesNoCopy() throws IOException {
    Blob blob = written(bytes(3 << 20));
    forgetCopies();
    proxy.fail(FaultProxy.Fault.TRUNCATED, Integer.MAX_VALUE, FaultProxy::getBlob);

    assertUnavailable(() -> store.checkout(blob));

    assertThat(copies()).isEmpty();
    assertThat(telemetry.sum("calotype_s3_reads_cut")).isEqualTo(1);
    proxy.fail(FaultProxy.Fault.NONE);
    store.checkout(blob).close();
  }

  @Test
  void checkout_otherBytesOfTheSameLength_isDamagedAndLeavesNoCopy() throws IOException {
    Blob blob = written(bytes(1000));
    forgetCopies();
    byte[] others = bytes(1000);
    others[500]++;
    overwrite(blob.key(), others);

    assertFailure(() -> store.checkout(blob), new Failure.OriginalDamaged(blob.key().id()));

    assertThat(copies()).isEmpty();
  }

  @Test
  void verify_copyIsDamaged_isWholeAndDropsTheCopy() throws IOException {
    byte[] bytes = bytes(1000);
    Blob blob = written(bytes);
    Path copy = copies().getFirst();
    Files.write(copy, bytes(1000, 2));

    assertThat(store.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);

    try (BlobStore.LocalCopy anew = store.checkout(blob)) {
      assertThat(Files.readAllBytes(anew.path())).isEqualTo(bytes);
    }
  }

  @Test
  void absentBlob_dataSetIsGone_isUnavailableAndNotLost() {
    Blob absent = blob(bytes(10));
    assertFailure(() -> store.open(absent), new Failure.OriginalLost(absent.key().id()));
    try (S3Client client = server.client()) {
      var _ = client.deleteObject(delete -> delete.bucket("faults").key(prefix + "dataset"));
    }

    assertFailure(() -> store.open(absent), missing());
    assertFailure(() -> store.has(absent.key()), missing());
    assertThat(store.state()).isEqualTo(BlobStore.State.UNUSABLE);
  }

  @Test
  void absentBlob_bucketIsGone_isUnavailableAndNotLost() throws IOException {
    S3Settings settings = server.settings("gone", prefix, server.port());
    try (S3Client client = server.client();
        S3Originals opened = S3Originals.open(settings, Optional.empty(), new Telemetry())) {
      var _ = client.deleteObject(delete -> delete.bucket("gone").key(prefix + "dataset"));
      var _ = client.deleteBucket(delete -> delete.bucket("gone"));
      Blob absent = blob(bytes(10));

      assertFailure(() -> store(opened).has(absent.key()), missing());
      assertFailure(() -> store(opened).write(absent, staged(bytes(10))), missing());
    }
  }

  @Test
  void open_absentBucketOrWrongKey_saysSoInOneLine() {
    S3Settings right = server.settings("faults", prefix, server.port());
    S3Settings absent =
        new S3Settings(right.service(), "absent", prefix, right.keys(), right.storage());
    S3Settings wrong =
        new S3Settings(
            right.service(),
            "faults",
            prefix,
            new S3Settings.AccessKeys(S3Server.KEY, "wrong-secret"),
            right.storage());

    assertThatThrownBy(() -> S3Originals.open(absent, Optional.empty(), new Telemetry()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("bucket absent", "404 NoSuchBucket");
    assertThatThrownBy(() -> S3Originals.open(wrong, Optional.empty(), new Telemetry()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("403")
        .hasMessageNotContaining("wrong-secret");
  }

  @Test
  void open_serviceIsAway_needsAnEarlierStart() throws IOException {
    S3Settings settings = server.settings("faults", prefix, proxy.port());
    proxy.fail(FaultProxy.Fault.RESET);

    assertThatThrownBy(() -> S3Originals.open(settings, Optional.empty(), new Telemetry()))
        .isInstanceOf(IOException.class);
    Optional<String> known = Optional.of(originals.id());
    try (S3Originals opened = S3Originals.open(settings, known, new Telemetry())) {
      assertThat(opened.identity()).isEqualTo(originals.identity());
      assertThat(opened.created()).isFalse();
    }
  }

  @Test
  void open_twice_isTheSameDataSet() throws IOException {
    S3Settings settings = server.settings("faults", prefix, server.port());
    try (S3Originals second = S3Originals.open(settings, Optional.empty(), new Telemetry())) {
      assertThat(second.identity()).isEqualTo(originals.identity());
      assertThat(originals.created()).isTrue();
      assertThat(second.created()).isFalse();
    }
  }

  private static Failure missing() {
    return new Failure.StoreUnavailable(StoreFault.MISSING);
  }

  private long uploads() {
    try (S3Client client = server.client()) {
      return client.listMultipartUploads(list -> list.bucket("faults")).uploads().stream()
          .filter(upload -> upload.key().startsWith(prefix))
          .count();
    }
  }

  private void overwrite(BlobKey key, byte[] bytes) {
    try (S3Client client = server.client()) {
      var _ =
          client.putObject(
              put -> put.bucket("faults").key(new S3Keys(prefix).of(key)),
              RequestBody.fromBytes(bytes));
    }
  }

  private void forgetCopies() throws IOException {
    for (Path copy : copies()) {
      Files.delete(copy);
    }
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("sources"))) {
      return files.toList();
    }
  }

  private Blob written(byte[] bytes) throws IOException {
    Blob blob = blob(bytes);
    store.write(blob, staged(bytes));
    return blob;
  }

  private static Blob blob(byte[] bytes) {
    Original described =
        Original.fresh(MediaType.JPEG, bytes.length, Sha256.of(Sha256.digester().digest(bytes)));
    BlobKey key = new BlobKey(new MediaId("cat"), BlobKind.IMAGE, described.incarnation());
    return new Blob(key, described);
  }

  private Path staged(byte[] bytes) throws IOException {
    return Files.write(folder.resolve(UUID.randomUUID().toString()), bytes);
  }

  private static byte[] bytes(int length) {
    return bytes(length, 1);
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void assertUnavailable(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.StoreUnavailable.class));
  }

  private static void assertFailure(ThrowingCallable use, Failure failure) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}

package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

/// Failures of the service, and reads.
class S3FaultTest extends S3StoreFixture {
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
  void checkout_objectOfAnotherLength_isDamagedAndLeavesNoCopy() throws IOException {
    Blob blob = written(bytes(1000));
    forgetCopies();
    overwrite(blob.key(), bytes(999));

    assertFailure(() -> store.checkout(blob), new Failure.OriginalDamaged(blob.key().id()));
    assertThat(store.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.DAMAGED);

    assertThat(copies()).isEmpty();
  }

  @Test
  void checkout_withoutACopy_takesOneRequest() throws IOException {
    Blob blob = written(bytes(1000));
    forgetCopies();
    int before = proxy.requests();

    store.checkout(blob).close();

    assertThat(proxy.requests() - before).isEqualTo(1);
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
    assertFailure(() -> store.checkout(absent), new Failure.OriginalLost(absent.key().id()));
    try (S3Client client = server.client()) {
      var _ = client.deleteObject(delete -> delete.bucket("faults").key(prefix + "dataset"));
    }

    assertFailure(() -> store.open(absent), missing());
    assertFailure(() -> store.checkout(absent), missing());
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
}

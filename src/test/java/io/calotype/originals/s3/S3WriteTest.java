package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.OpenBytes;
import io.calotype.disk.ReadThrottle;
import io.calotype.originals.Blob;
import io.calotype.originals.DirectUploadStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.UploadId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Writes while the service fails.
class S3WriteTest extends S3StoreFixture {
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
        head -> head.toLowerCase(Locale.ROOT).contains("if-none-match"));

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
          .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 100, bytes.length));
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
  void removeDirectUploads_oldOnes_goWithTheirNotesAndNothingElse() throws IOException {
    Blob blob = written(bytes(10));
    DirectUploadStore direct = originals.directUploads(Clock.systemUTC());
    UploadId id = UploadId.fresh();
    direct.writeNote(id, bytes(20));
    try (S3Client client = server.client()) {
      for (String key : List.of(new S3Keys(prefix).upload(id), prefix + "u/foreign")) {
        var _ =
            client.putObject(
                put -> put.bucket("faults").key(key), RequestBody.fromBytes(bytes(10)));
      }
      assertThat(store.removeDirectUploads(Instant.EPOCH)).isZero();
      assertThat(direct.note(id)).hasValue(bytes(20));

      assertThat(store.removeDirectUploads(Instant.now().plus(Duration.ofHours(1)))).isEqualTo(2);

      assertThat(direct.note(id)).isEmpty();
      assertThat(direct.open(id)).isEmpty();
      assertThat(store.has(blob.key())).isTrue();
      assertThat(
              client.listObjectsV2(list -> list.bucket("faults").prefix(prefix + "u/")).contents())
          .hasSize(1);
    }
  }
}

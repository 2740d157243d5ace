package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.OpenBytes;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The behaviour that every [BlobStore] promises. A subclass opens one, and can spoil its blobs.
public abstract class BlobStoreContract {
  private static final MediaId CAT = new MediaId("cat");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  protected Path folder;

  private BlobStore blobs;

  /// Opens an empty store.
  protected abstract BlobStore open() throws IOException;

  /// Replaces the bytes of the blob `key` behind the store's back.
  protected abstract void overwrite(BlobKey key, String bytes) throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    blobs = open();
  }

  @Test
  void write_staged_isReadableAndTheStagedFileIsGone() throws IOException {
    Blob blob = blob(BlobKind.IMAGE, "bytes");
    Path staged = staged("bytes");

    blobs.write(blob, staged);

    assertThat(staged).doesNotExist();
    assertThat(read(blob)).isEqualTo("bytes");
    assertThat(blobs.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
    try (BlobStore.LocalCopy copy = blobs.checkout(blob)) {
      assertThat(copy.path()).hasContent("bytes");
    }
  }

  @Test
  void write_anotherIncarnation_leavesTheFirst() throws IOException {
    Blob first = written(BlobKind.IMAGE, "first");
    Blob second = written(BlobKind.IMAGE, "second");

    assertThat(read(first)).isEqualTo("first");
    assertThat(read(second)).isEqualTo("second");
  }

  @Test
  void absentBlob_anyUse_isLost() {
    Blob absent = blob(BlobKind.VIDEO, "absent");

    assertFailure(() -> blobs.open(absent), new Failure.OriginalLost(CAT));
    assertFailure(() -> blobs.checkout(absent), new Failure.OriginalLost(CAT));
    assertThat(blobs.verify(absent, ReadThrottle.NONE)).isEqualTo(OriginalCondition.LOST);
    assertThat(blobs.has(absent.key())).isFalse();
    assertThat(blobs.revision(absent.key())).isEmpty();
    assertThat(blobs.of(CAT)).isEmpty();
  }

  @Test
  void blobOfAnotherLength_anyUse_isDamaged() throws IOException {
    Blob blob = written(BlobKind.IMAGE, "bytes");
    overwrite(blob.key(), "more bytes");

    assertFailure(() -> blobs.open(blob), new Failure.OriginalDamaged(CAT));
    assertFailure(() -> blobs.checkout(blob), new Failure.OriginalDamaged(CAT));
    assertThat(blobs.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.DAMAGED);
    assertThat(blobs.has(blob.key())).isTrue();
  }

  @Test
  void verify_otherBytesOfTheSameLength_isDamaged() throws IOException {
    Blob blob = written(BlobKind.IMAGE, "bytes");
    overwrite(blob.key(), "bites");
    List<Long> throttled = new ArrayList<>();

    assertThat(blobs.verify(blob, throttled::add)).isEqualTo(OriginalCondition.DAMAGED);
    assertThat(throttled).containsExactly(5L);
  }

  @Test
  void facts_stored_areThoseOfItsBytes() throws IOException {
    Blob blob = written(BlobKind.VIDEO, "bytes");

    BlobFacts facts = blobs.facts(blob.key()).orElseThrow();

    assertThat(facts.bytes()).isEqualTo(5);
    assertThat(facts.digest()).isIn(null, blob.described().digest());
    assertThat(facts.type()).isIn(null, blob.described().type());
    assertThat(facts.stored()).isBefore(later());
    assertThat(blobs.facts(key("dog", BlobKind.VIDEO))).isEmpty();
  }

  @Test
  void revision_bytesChange_differs() throws IOException {
    Blob blob = written(BlobKind.IMAGE, "bytes");
    String before = blobs.revision(blob.key()).orElseThrow();
    assertThat(blobs.revision(blob.key())).contains(before);

    overwrite(blob.key(), "other bytes");

    assertThat(blobs.revision(blob.key())).isPresent().get().isNotEqualTo(before);
  }

  @Test
  void delete_one_leavesAllOthersOfTheId() throws IOException {
    Blob image = written(BlobKind.IMAGE, "image");
    Blob again = written(BlobKind.IMAGE, "again");
    Blob master = written(BlobKind.MASTER, "master");

    blobs.delete(image.key());
    blobs.delete(image.key());

    assertThat(blobs.of(CAT)).containsExactlyInAnyOrder(again.key(), master.key());
    assertThat(blobs.has(image.key())).isFalse();
  }

  @Test
  void of_otherIds_areNotIncluded() throws IOException {
    Blob cat = written(BlobKind.VIDEO, "cat");
    Blob other = new Blob(key("dog", BlobKind.VIDEO), described("dog"));
    blobs.write(other, staged("dog"));

    assertThat(blobs.of(CAT)).containsExactly(cat.key());
  }

  @Test
  void each_stored_visitsEveryBlobOnce() throws IOException {
    Blob image = written(BlobKind.IMAGE, "image");
    Blob video = written(BlobKind.VIDEO, "video");
    Blob master = written(BlobKind.MASTER, "master");

    List<BlobKey> visited = new ArrayList<>();
    int unreadable = blobs.each(later(), found -> visited.add(found.key()));

    assertThat(visited).containsExactlyInAnyOrder(image.key(), video.key(), master.key());
    assertThat(unreadable).isZero();
    assertThat(blobs.each(Instant.EPOCH, found -> visited.add(found.key()))).isZero();
    assertThat(visited).hasSize(3);
  }

  @Test
  void setAside_thenDeleteSetAside_isGone() throws IOException {
    Blob image = written(BlobKind.IMAGE, "image");

    blobs.each(later(), found -> assertThat(found.setAside()).isTrue());

    assertThat(blobs.has(image.key())).isFalse();
    assertThat(blobs.deleteSetAside(Instant.EPOCH)).isZero();
    blobs.deleteSetAside(new MediaId("dog"));
    assertThat(blobs.deleteSetAside(later())).isEqualTo(1);
  }

  @Test
  void deleteSetAside_ofTheId_leavesNothingToDelete() throws IOException {
    written(BlobKind.IMAGE, "image");
    blobs.each(later(), BlobStore.StoredBlob::setAside);

    blobs.deleteSetAside(CAT);

    assertThat(blobs.deleteSetAside(later())).isZero();
  }

  @Test
  void delete_foundBlobThatChanged_isRefused() throws IOException {
    Blob image = written(BlobKind.IMAGE, "image");
    List<BlobStore.StoredBlob> found = new ArrayList<>();
    blobs.each(later(), found::add);
    overwrite(image.key(), "other");

    assertThat(found.getFirst().delete()).isFalse();
    assertThat(blobs.has(image.key())).isTrue();
  }

  @Test
  void state_emptyStore_isWritable() {
    assertThat(blobs.state()).isEqualTo(BlobStore.State.WRITABLE);
  }

  private Blob written(BlobKind kind, String bytes) throws IOException {
    Blob blob = blob(kind, bytes);
    blobs.write(blob, staged(bytes));
    return blob;
  }

  /// A time after everything that a test writes.
  private static Instant later() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  private static Blob blob(BlobKind kind, String bytes) {
    return new Blob(key("cat", kind), described(bytes));
  }

  private static BlobKey key(String id, BlobKind kind) {
    return new BlobKey(new MediaId(id), kind, Incarnation.fresh());
  }

  private static Original described(String bytes) {
    return Original.fresh(MediaType.JPEG, bytes.length(), Sha256.ofText(bytes));
  }

  private Path staged(String bytes) throws IOException {
    return Files.writeString(folder.resolve(UUID.randomUUID().toString()), bytes);
  }

  private String read(Blob blob) throws IOException {
    try (OpenBytes file = blobs.open(blob)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) blob.bytes());
      file.read(bytes, 0);
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }
  }

  private static void assertFailure(ThrowingCallable use, Failure failure) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}

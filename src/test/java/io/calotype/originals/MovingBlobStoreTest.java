package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.ReadThrottle;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.files.DataFolder;
import io.calotype.store.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract of all stores, and blobs that have not moved yet, between two real folders.
class MovingBlobStoreTest extends BlobStoreContract {
  private static final MediaId DOG = new MediaId("dog");

  @SuppressWarnings("NullAway.Init")
  private DataFolder from;

  @SuppressWarnings("NullAway.Init")
  private DataFolder to;

  @Override
  protected BlobStore open() throws IOException {
    from = DataFolder.open(folder.resolve("from"));
    to = DataFolder.open(folder.resolve("to"));
    return moving(MovingBlobStore.Near.SOURCE);
  }

  private MovingBlobStore moving(MovingBlobStore.Near near) {
    return new MovingBlobStore(TestStores.blobs(from), TestStores.blobs(to), near);
  }

  @AfterEach
  void closeFolders() throws IOException {
    from.close();
    to.close();
  }

  @Override
  protected void overwrite(BlobKey key, String bytes) throws IOException {
    try (Stream<Path> files = Files.walk(to.root().resolve("images"))) {
      Path file = files.filter(found -> found.endsWith(key.name())).findFirst().orElseThrow();
      Files.delete(file);
      Files.writeString(file, bytes);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(9)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void blobInTheSource_anyUse_isFound(MovingBlobStore.Near near) throws IOException {
    MovingBlobStore blobs = moving(near);
    Blob blob = inSource(blobs);

    assertThat(blobs.has(blob.key())).isTrue();
    assertThat(blobs.revision(blob.key())).isPresent();
    assertThat(blobs.facts(blob.key()).orElseThrow().bytes()).isEqualTo(5);
    assertThat(blobs.of(DOG)).containsExactly(blob.key());
    assertThat(blobs.verify(blob, ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
    try (BlobStore.LocalCopy copy = blobs.checkout(blob)) {
      assertThat(copy.path()).hasContent("bytes");
    }
    blobs.open(blob).close();
  }

  @ParameterizedTest
  @EnumSource
  void delete_blobInBothStores_isGoneFromBoth(MovingBlobStore.Near near) throws IOException {
    MovingBlobStore blobs = moving(near);
    Blob blob = inSource(blobs);
    blobs.write(blob, staged());
    assertThat(blobs.of(DOG)).containsExactly(blob.key());

    blobs.delete(blob.key());

    assertThat(blobs.source().has(blob.key())).isFalse();
    assertThat(blobs.target().has(blob.key())).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void deleteSetAside_ofTheId_leavesNoneInTheSource(MovingBlobStore.Near near) throws IOException {
    MovingBlobStore blobs = moving(near);
    inSource(blobs);
    Instant later = Instant.now().plus(Duration.ofHours(1));
    blobs.source().each(later, BlobStore.StoredBlob::setAside);

    blobs.deleteSetAside(DOG);

    assertThat(blobs.deleteSetAside(later)).isZero();
  }

  private Blob inSource(MovingBlobStore blobs) throws IOException {
    Original described = Original.fresh(MediaType.JPEG, 5, Sha256.ofText("bytes"));
    Blob blob = new Blob(new BlobKey(DOG, BlobKind.IMAGE, described.incarnation()), described);
    blobs.source().write(blob, staged());
    return blob;
  }

  private Path staged() throws IOException {
    return Files.writeString(folder.resolve("staged"), "bytes");
  }
}

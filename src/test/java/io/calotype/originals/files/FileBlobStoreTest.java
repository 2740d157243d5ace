package io.calotype.originals.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.HungMount;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FaultyFiles;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import io.calotype.originals.BlobStoreContract;
import io.calotype.originals.OriginalCondition;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FileBlobStoreTest extends BlobStoreContract {
  private static final Incarnation FIRST = new Incarnation("aaaaaaaaaaaaaaaa");

  /// The SHA-256 of `cat` begins with 77af.
  private static final String PLACE = "images/77/af/cat";

  private final FaultyFiles files = new FaultyFiles();

  private Path root() {
    return folder.resolve("data");
  }

  @Override
  protected BlobStore open() throws IOException {
    DataFolder.open(root()).close();
    return store();
  }

  private FileBlobStore store() throws IOException {
    return new FileBlobStore(folders(), files, Headroom.NONE, threads());
  }

  private BlobFolders folders() throws IOException {
    return new BlobFolders(root(), DataSet.of(root()), files);
  }

  private static DiskThreads threads() {
    return DiskThreads.of("originals", new Telemetry());
  }

  @Override
  protected void overwrite(BlobKey key, String bytes) throws IOException {
    Path file = folders().path(key);
    Files.delete(file);
    Files.writeString(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(9)));
  }

  @Test
  void write_image_isAPrivateFileInItsFolder() throws IOException {
    store().write(blob(FIRST), staged());

    Path file = root().resolve(PLACE + ".aaaaaaaaaaaaaaaa");
    assertThat(file).hasContent("bytes");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void blobWithoutIncarnation_writtenByAnEarlierVersion_isRead() throws IOException {
    Path file = root().resolve(PLACE);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "bytes");

    assertThat(store().verify(blob(null), ReadThrottle.NONE)).isEqualTo(OriginalCondition.WHOLE);
    assertThat(store().of(new MediaId("cat"))).containsExactly(blob(null).key());
    store().delete(blob(null).key());
    assertThat(file).doesNotExist();
  }

  /// An unmounted file system looks like an empty folder, or like none.
  @Test
  void unmountedFolder_anyUse_isUnavailableAndNotAbsence() throws IOException {
    FileBlobStore store = store();
    store.write(blob(FIRST), staged());
    Path mounted = Files.move(root().resolve("images"), root().resolve("elsewhere"));

    for (boolean mountPoint : new boolean[] {false, true}) {
      if (mountPoint) {
        Files.createDirectory(root().resolve("images"));
      }
      List<Runnable> uses =
          List.of(
              () -> store.open(blob(FIRST)),
              () -> store.checkout(blob(FIRST)),
              () -> store.verify(blob(FIRST), ReadThrottle.NONE),
              () -> store.has(blob(FIRST).key()),
              () -> store.revision(blob(FIRST).key()),
              () -> store.delete(blob(FIRST).key()),
              () -> store.of(new MediaId("cat")),
              () -> store.write(blob(Incarnation.fresh()), staged()));
      for (Runnable use : uses) {
        assertThatThrownBy(use::run)
            .isInstanceOfSatisfying(
                MediaException.class,
                e ->
                    assertThat(e.failure())
                        .isEqualTo(new Failure.StoreUnavailable(StoreFault.MISSING)));
      }
      assertThat(store.state()).isEqualTo(BlobStore.State.UNUSABLE);
    }

    Files.delete(root().resolve("images"));
    Files.move(mounted, root().resolve("images"));
    assertThat(store.state()).isEqualTo(BlobStore.State.WRITABLE);
    store.delete(blob(FIRST).key());
  }

  @Test
  void folderOfAnotherDataSet_isNotUsed() throws IOException {
    FileBlobStore store = store();
    Path marker = root().resolve("images").resolve(BlobFolders.MARKER);
    Files.writeString(marker, "5a0e4be4-68d4-4c9c-a3ae-c2f0b8b38a11\n");

    assertThatThrownBy(() -> store.write(blob(FIRST), staged())).isInstanceOf(MediaException.class);
    assertThat(store.state()).isEqualTo(BlobStore.State.UNUSABLE);
  }

  /// A restored backup may lack hidden files. Below a mount point, blobs of another time may
  /// appear.
  @Test
  void folderWithBlobsAndNoMarker_isMarkedAtTheNextStartOnly() throws IOException {
    FileBlobStore store = store();
    store.write(blob(FIRST), staged());
    Path marker = root().resolve("images").resolve(BlobFolders.MARKER);
    Files.delete(marker);

    assertThatThrownBy(() -> store.write(blob(Incarnation.fresh()), staged()))
        .isInstanceOf(MediaException.class);
    DataFolder.open(root()).close();
    store.write(blob(Incarnation.fresh()), staged());

    assertThat(marker).hasContent(DataSet.of(root()).id());
  }

  /// An empty folder below a mount point is no sign of blobs.
  @Test
  void folderWithEmptyFoldersAndNoMarker_isNotUsed() throws IOException {
    FileBlobStore store = store();
    Files.delete(root().resolve("images").resolve(BlobFolders.MARKER));
    Files.createDirectories(root().resolve("images/ab/cd"));

    assertThatThrownBy(() -> store.write(blob(FIRST), staged())).isInstanceOf(MediaException.class);
  }

  @Test
  void write_folderOnAnotherFileSystem_isCopiedAndRenamed() throws IOException {
    files.separate(root().resolve("images"));
    Path staged = staged();

    store().write(blob(FIRST), staged);

    assertThat(staged).doesNotExist();
    assertThat(root().resolve(PLACE + ".aaaaaaaaaaaaaaaa")).hasContent("bytes");
    assertThat(names("images")).noneMatch(name -> name.startsWith(BlobFolders.DRAFT));
  }

  @Test
  void write_anyStepFails_leavesTheStagedFileOrTheBlob() throws IOException {
    for (boolean separate : new boolean[] {false, true}) {
      if (separate) {
        files.separate(root().resolve("images"));
      }
      boolean failed = true;
      for (int step = 1; failed; step++) {
        Blob blob = blob(Incarnation.fresh());
        Path staged = staged();
        BlobStore store = store();
        files.failAt(step);
        boolean refused = refused(() -> store.write(blob, staged));
        failed = files.mend();

        boolean stored = store().verify(blob, ReadThrottle.NONE) == OriginalCondition.WHOLE;
        assertThat(stored || Files.exists(staged)).isTrue();
        assertThat(refused || stored).isTrue();
        assertThat(refused).as("step %s", step).isEqualTo(failed);
      }
    }
  }

  @Test
  void deleteSetAside_draftsOfACrash_areDeleted() throws IOException {
    Path draft = root().resolve("images").resolve(BlobFolders.DRAFT + "x");
    Files.writeString(draft, "half");

    assertThat(store().deleteSetAside(Instant.now().minus(Duration.ofHours(1)))).isZero();
    assertThat(store().deleteSetAside(Instant.now().plusSeconds(60))).isEqualTo(1);
    assertThat(draft).doesNotExist();
  }

  @Test
  void each_foreignNames_areSkipped() throws IOException {
    Path place = Files.createDirectories(root().resolve("images/77/af"));
    Files.writeString(place.resolve("cat.tmp"), "x");
    Files.writeString(place.resolve("cat.aaaaaaaaaaaaaaaa.b"), "x");
    Files.writeString(place.resolve(".hidden"), "x");
    List<String> names = new ArrayList<>();

    int unreadable = store().each(Instant.now().plusSeconds(60), blob -> names.add(blob.name()));

    assertThat(names).isEmpty();
    assertThat(unreadable).isZero();
  }

  @Test
  void each_folderThatDoesNotAnswer_isPassedOverAndCounted() throws IOException {
    Path other = Files.createDirectories(root().resolve("images/00/00"));
    store().write(blob(FIRST), staged());
    List<String> seen = new ArrayList<>();

    try (HungMount _ = HungMount.over(other)) {
      FileBlobStore store =
          new FileBlobStore(folders(), new LocalFiles(), Headroom.NONE, threads());
      assertThat(store.each(Instant.now().plusSeconds(60), blob -> seen.add(blob.name())))
          .isEqualTo(1);
    }
    assertThat(seen).containsExactly(PLACE + ".aaaaaaaaaaaaaaaa");
  }

  private List<String> names(String top) throws IOException {
    try (Stream<Path> paths = Files.list(root().resolve(top))) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static boolean refused(Runnable change) {
    try {
      change.run();
      return false;
    } catch (MediaException refused) {
      return true;
    }
  }

  private static Blob blob(@Nullable Incarnation incarnation) {
    BlobKey key = new BlobKey(new MediaId("cat"), BlobKind.IMAGE, incarnation);
    return new Blob(key, new Original(MediaType.JPEG, 5, Sha256.ofText("bytes"), incarnation));
  }

  private Path staged() {
    try {
      return Files.writeString(Files.createTempFile(root().resolve("incoming"), "x", ""), "bytes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.calotype.originals.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path root;

  @Test
  void open_newFolder_isForItsOwnerAlone() throws IOException {
    Path own = root.resolve("above/data");

    DataFolder.open(own).close();

    assertThat(mode(own)).isEqualTo("rwx------");
    assertThat(mode(own.resolve(".lock"))).isEqualTo("rw-------");
    assertThat(mode(own.resolve("dataset"))).isEqualTo("rw-------");
  }

  @Test
  void open_folderThatExists_keepsItsMode() throws IOException {
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));

    DataFolder.open(root).close();

    assertThat(mode(root)).isEqualTo("rwxr-x---");
  }

  @Test
  void open_leftOverUploads_areDeleted() throws IOException {
    Files.createDirectories(root.resolve("incoming"));
    Files.writeString(root.resolve("incoming").resolve("torn"), "x");

    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(folder.incoming()).isEmptyDirectory();
    }
  }

  @Test
  void open_folderIsAFile_saysSo() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");

    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void open_again_hasTheSameIdentity() throws IOException {
    String first = identity();

    assertThat(identity()).isEqualTo(first);
  }

  @Test
  void open_identityFileIsLost_takesItFromAMarker() throws IOException {
    String first = identity();
    Files.delete(root.resolve("dataset"));

    assertThat(identity()).isEqualTo(first);
  }

  /// A first start that failed half way must not count as a first start that succeeded.
  @Test
  void open_firstStartFailed_isAFirstStartAgain() throws IOException {
    Path videos = Files.writeString(root.resolve("videos"), "a file");
    assertThatThrownBy(() -> DataFolder.open(root)).isInstanceOf(IOException.class);
    Files.delete(videos);

    DataFolder.open(root).close();

    assertThat(root.resolve("videos").resolve(BlobFolders.MARKER)).exists();
    assertThat(root.resolve("masters").resolve(BlobFolders.MARKER)).exists();
  }

  @Test
  void openForRemote_folderWithOriginals_isRefusedInOneLine() throws IOException {
    DataFolder.open(root).close();
    Path place = Files.createDirectories(root.resolve("videos/77/af"));
    Files.writeString(place.resolve("cat.aaaaaaaaaaaaaaaa"), "x");

    assertThatThrownBy(() -> DataFolder.openForRemote(root))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("contains originals as files", "CALOTYPE_ORIGINALS=files");
    DataFolder.open(root).close();
  }

  @Test
  void openForRemote_folderWithoutOriginals_isUsedAndRefusesFilesFromThenOn() throws IOException {
    DataFolder.open(root).close();

    try (DataFolder folder = DataFolder.openForRemote(root)) {
      assertThat(folder.remote()).isEmpty();
      folder.keepRemote("one");
      folder.keepRemote("one");
      assertThat(folder.remote()).contains("one");
      assertThatThrownBy(() -> folder.keepRemote("two"))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("data set one", "two");
    }

    assertThatThrownBy(() -> DataFolder.open(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("CALOTYPE_ORIGINALS=s3");
    DataFolder.openForRemote(root).close();
  }

  @Test
  void openForMove_everyOriginalIsInTheFolder_opensForFilesFromThenOn() throws IOException {
    try (DataFolder folder = DataFolder.openForMove(root)) {
      folder.keepRemote("one");
      assertThat(folder.remoteForgotten()).isFalse();
    }
    assertThatThrownBy(() -> DataFolder.open(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("CALOTYPE_ORIGINALS_FROM=s3");

    try (DataFolder folder = DataFolder.openForMove(root)) {
      folder.forgetRemote();
      folder.forgetRemote();
      assertThat(folder.remoteForgotten()).isTrue();
    }

    DataFolder.open(root).close();
  }

  @Test
  void openForRemote_newFolder_hasNoFoldersOfBlobs() throws IOException {
    DataFolder.openForRemote(root).close();

    assertThat(root.resolve("images")).doesNotExist();
    assertThat(root.resolve("dataset")).doesNotExist();
  }

  @Test
  void open_foldersOfTwoDataSets_isRefusedInOneLine() throws IOException {
    DataFolder.open(root).close();
    Files.delete(root.resolve("dataset"));
    Files.writeString(
        root.resolve("videos").resolve(BlobFolders.MARKER), "5a0e4be4-68d4-4c9c-a3ae-c2f0b8b38a11");

    assertThatThrownBy(() -> DataFolder.open(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("different data sets");
  }

  /// A crash between the creation of a marker and its first byte.
  @Test
  void open_emptyMarker_isWrittenAgain() throws IOException {
    String first = identity();
    Files.delete(root.resolve("dataset"));
    Files.writeString(root.resolve("images").resolve(BlobFolders.MARKER), "");

    assertThat(identity()).isEqualTo(first);
    assertThat(root.resolve("images").resolve(BlobFolders.MARKER)).hasContent(first);
  }

  @Test
  void open_identityFileIsDamaged_isRefused() throws IOException {
    Files.writeString(root.resolve("dataset"), "nonsense");

    assertThatThrownBy(() -> DataFolder.open(root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dataset");
    Files.delete(root.resolve("dataset"));
    DataFolder.open(root).close();
  }

  @Test
  void open_folderOfBlobsIsGone_isNotCreatedAgain() throws IOException {
    DataFolder.open(root).close();
    Files.delete(root.resolve("images").resolve(BlobFolders.MARKER));
    Files.delete(root.resolve("images"));

    DataFolder.open(root).close();

    assertThat(root.resolve("images")).doesNotExist();
  }

  @Test
  void held_lockFileIsRemoved_isTakenAgain() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      Files.delete(root.resolve(".lock"));

      assertThat(folder.held()).isTrue();

      assertThat(root.resolve(".lock")).hasContent(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void held_lockFileIsUntouched_isHeld() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(folder.held()).isTrue();
    }
  }

  /// Another process holds the lock on the new file, as a second server would.
  @Test
  void held_anotherProgramHasLockedANewFile_isNotHeld() throws Exception {
    try (DataFolder folder = DataFolder.open(root)) {
      Path lock = root.resolve(".lock");
      Files.delete(lock);
      Process other =
          new ProcessBuilder(
                  "python3",
                  "-c",
                  "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX);"
                      + " print('locked', flush=True); sys.stdin.read()",
                  lock.toString())
              .start();
      try {
        assertThat(other.inputReader().readLine()).isEqualTo("locked");

        assertThat(folder.held()).isFalse();
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  private String identity() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      return folder.dataSet().id();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

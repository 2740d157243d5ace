package io.calotype.originals.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.media.MediaId;
import io.calotype.media.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOriginalsTest {
  private static final MediaId ID = new MediaId("cat");

  /// The SHA-256 of `cat` begins with 77af.
  private static final String PLACE = "77/af/cat";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path root;

  @Test
  void store_staged_movesItToItsPlace() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      Path staged = Files.writeString(folder.incoming().resolve("x"), "bytes");
      FileOriginals originals = new FileOriginals(root);

      originals.store(ID, MediaKind.IMAGE, staged);

      assertThat(staged).doesNotExist();
      assertThat(root.resolve("images").resolve(PLACE)).hasContent("bytes");
      assertThat(originals.ready()).isTrue();
    }
  }

  @Test
  void store_leftOverUnderTheId_replacesIt() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      FileOriginals originals = new FileOriginals(root);
      for (String bytes : new String[] {"left over", "new"}) {
        originals.store(
            ID, MediaKind.VIDEO, Files.writeString(folder.incoming().resolve("x"), bytes));
      }

      assertThat(root.resolve("videos").resolve(PLACE)).hasContent("new");
    }
  }

  @Test
  void remove_twice_isQuiet() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      FileOriginals originals = new FileOriginals(root);
      originals.store(ID, MediaKind.IMAGE, Files.writeString(folder.incoming().resolve("x"), "b"));

      originals.remove(ID, MediaKind.IMAGE);
      originals.remove(ID, MediaKind.IMAGE);

      assertThat(root.resolve("images").resolve(PLACE)).doesNotExist();
    }
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
}

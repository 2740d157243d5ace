package io.calotype.originals.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.HungMount;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOriginalsTest {
  private static final MediaId ID = new MediaId("cat");

  /// The SHA-256 of `cat` begins with 77af.
  private static final String PLACE = "77/af/cat";

  private static final Media PICTURE = media(MediaType.JPEG, null);
  private static final Media VIDEO =
      media(MediaType.MP4, new Original(MediaType.PNG, 6, Sha256.ofText("master")));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path root;

  @Test
  void store_staged_movesItToItsPlace() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      Path staged = Files.writeString(folder.incoming().resolve("x"), "bytes");
      FileOriginals originals = new FileOriginals(root);

      originals.store(PICTURE, staged, null);

      assertThat(staged).doesNotExist();
      assertThat(root.resolve("images").resolve(PLACE)).hasContent("bytes");
      assertThat(originals.state()).isEqualTo(OriginalStore.State.WRITABLE);
    }
  }

  @Test
  void open_newFolder_isForItsOwnerAlone() throws IOException {
    Path own = root.resolve("above/data");
    try (DataFolder folder = DataFolder.open(own);
        Staging.Writer upload = new Staging(folder.incoming()).writer(head -> 9)) {
      upload.write(new byte[] {1});
      try (StagedFile staged = upload.finish()) {
        new FileOriginals(own).store(PICTURE, staged.path(), null);
      }

      assertThat(mode(own)).isEqualTo("rwx------");
      assertThat(mode(own.resolve(".lock"))).isEqualTo("rw-------");
      assertThat(mode(own.resolve("images").resolve(PLACE))).isEqualTo("rw-------");
    }
  }

  @Test
  void each_folderThatDoesNotAnswer_isPassedOverAndCounted() throws IOException {
    Path other = Files.createDirectories(root.resolve("images/00/00"));
    Path cat = Files.createDirectories(root.resolve("images/77/af")).resolve("cat");
    Files.writeString(cat, "bytes");
    List<String> seen = new ArrayList<>();

    try (HungMount _ = HungMount.over(other)) {
      int unreadable =
          new FileOriginals(root)
              .each(Instant.now().plusSeconds(60), file -> seen.add(file.name()));

      assertThat(unreadable).isEqualTo(1);
    }
    assertThat(seen).containsExactly("images/77/af/cat");
  }

  @Test
  void open_folderThatExists_keepsItsMode() throws IOException {
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));

    DataFolder.open(root).close();

    assertThat(mode(root)).isEqualTo("rwxr-x---");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void store_leftOverUnderTheId_replacesIt() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      FileOriginals originals = new FileOriginals(root);
      for (String bytes : new String[] {"left over", "new"}) {
        originals.store(VIDEO, Files.writeString(folder.incoming().resolve("x"), bytes), null);
      }

      assertThat(root.resolve("videos").resolve(PLACE)).hasContent("new");
    }
  }

  @Test
  void store_master_isTheSourceAndGoesWithTheRest() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      FileOriginals originals = new FileOriginals(root);
      Path video = Files.writeString(folder.incoming().resolve("x"), "bytes");
      originals.store(VIDEO, video, Files.writeString(folder.incoming().resolve("y"), "master"));

      assertThat(originals.source(VIDEO).path())
          .isEqualTo(root.resolve("masters").resolve(PLACE))
          .hasContent("master");
      assertThat(originals.has(VIDEO)).isTrue();

      originals.remove(VIDEO);

      assertThat(root.resolve("videos").resolve(PLACE)).doesNotExist();
      assertThat(root.resolve("masters").resolve(PLACE)).doesNotExist();
      assertThat(originals.has(VIDEO)).isFalse();
    }
  }

  @Test
  void remove_twice_isQuiet() throws IOException {
    try (DataFolder folder = DataFolder.open(root)) {
      FileOriginals originals = new FileOriginals(root);
      originals.store(PICTURE, Files.writeString(folder.incoming().resolve("x"), "b"), null);

      originals.remove(PICTURE);
      originals.remove(PICTURE);

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

  private static Media media(MediaType type, @Nullable Original master) {
    return new Media(
        ID,
        new Original(type, 5, Sha256.ofText("bytes")),
        master,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(null, Visibility.PUBLIC, Map.of(), null),
        Lifetime.from(Instant.EPOCH, null),
        null);
  }
}

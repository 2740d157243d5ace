package io.calotype.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {
  private final DiskThreads disk = new DiskThreads("a", 2, Duration.ofMinutes(5), new Telemetry());

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @AfterEach
  void close() {
    disk.close();
  }

  @Test
  void read_pieces_fillsEachUntilTheEnd() throws IOException {
    Path path = Files.writeString(folder.resolve("f"), "abcdefgh");
    try (OpenFile file = OpenFile.open(disk, path, 8)) {
      ByteBuffer piece = ByteBuffer.allocate(3);

      assertThat(file.read(piece, 0)).isEqualTo(3);
      assertThat(piece.array()).asString().isEqualTo("abc");
      assertThat(file.read(piece.clear(), 6)).isEqualTo(2);
      assertThat(file.read(piece.clear(), 8)).isZero();
    }
  }

  @Test
  void open_fileOfAnotherLength_isRefused() throws IOException {
    Path path = Files.writeString(folder.resolve("f"), "abc");

    assertThatThrownBy(() -> OpenFile.open(disk, path, 4))
        .isInstanceOf(RegularFile.OtherException.class);
  }

  /// A file that was just written is in the page cache.
  @Test
  void load_partOfAFile_isInThePageCache() throws IOException {
    Path path = Files.write(folder.resolve("f"), new byte[1 << 20]);
    try (OpenFile file = new LocalFileSystems().open(disk, path, 1 << 20)) {
      assertThat(file.load(5_000, 700_000)).isEqualTo(file.loadable());
    }
  }

  @Test
  void load_fileOfAnUnknownFileSystem_isUncertain() throws IOException {
    Path path = Files.writeString(folder.resolve("f"), "abc");
    try (OpenFile file = new OpenFile(FileChannel.open(path), disk)) {
      assertThat(file.load(0, 3)).isFalse();
    }
  }

  @Test
  void close_soon_closesTheFile() throws IOException {
    Path path = Files.writeString(folder.resolve("f"), "abc");
    OpenFile file = OpenFile.open(disk, path, 3);

    file.close();

    while (file.channel().isOpen()) {
      Thread.onSpinWait();
    }
    assertThat(file.channel().isOpen()).isFalse();
  }
}

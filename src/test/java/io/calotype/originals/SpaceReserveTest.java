package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.DiskThreads;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceReserveTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private SpaceReserve open() {
    return new SpaceReserve(folder, DiskThreads.of("originals", new Telemetry()));
  }

  @Test
  void make_emptyFolder_isHeldAcrossARestart() throws IOException {
    SpaceReserve reserve = open();
    assertThat(reserve.held()).isFalse();

    reserve.make();

    assertThat(reserve.held()).isTrue();
    assertThat(open().held()).isTrue();
    assertThat(files()).hasSize(4).allMatch(file -> file.toFile().length() > 0);
  }

  @Test
  void release_held_freesOneFileAtATime() throws IOException {
    SpaceReserve reserve = open();
    reserve.make();

    for (int left = 3; left >= 0; left--) {
      assertThat(reserve.release()).isTrue();
      assertThat(reserve.held()).isFalse();
      assertThat(files()).hasSize(left);
    }
    assertThat(reserve.release()).isFalse();
  }

  @Test
  void make_partlyReleased_makesOnlyTheMissingFiles() throws IOException {
    SpaceReserve reserve = open();
    reserve.make();
    List<Path> before = files();
    reserve.release();

    reserve.make();

    assertThat(reserve.held()).isTrue();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void open_aFileIsMissing_isNotHeld() throws IOException {
    open().make();
    Files.delete(files().getFirst());

    assertThat(open().held()).isFalse();
  }

  @Test
  void roomBeside_diskWithRoom_isTrue() {
    open().make();

    assertThat(open().roomBeside()).isTrue();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}

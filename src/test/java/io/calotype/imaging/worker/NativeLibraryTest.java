package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The place of the native library.
class NativeLibraryTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void installedIn_again_isTheSameFile() throws IOException {
    Path file = NativeLibrary.installedIn(folder);
    Object written = Files.getLastModifiedTime(file);

    assertThat(NativeLibrary.installedIn(folder)).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    assertThat(file.getFileName().toString()).matches("libvips-cpp\\.so\\.8\\.18\\.7-[0-9a-f]{16}");
  }

  @Test
  void installedIn_tornFile_isWrittenAgain() throws IOException {
    Path file = NativeLibrary.installedIn(folder);
    long whole = Files.size(file);
    Files.write(file, new byte[10]);

    assertThat(NativeLibrary.installedIn(folder)).hasSize(whole);
    assertThat(folder).isDirectoryContaining(entry -> entry.equals(file));
    try (var entries = Files.list(folder)) {
      assertThat(entries).hasSize(1);
    }
  }
}

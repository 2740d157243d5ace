package io.calotype.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {
  private static final String FOLDER = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /// Other tests of this JVM open databases.
  @AfterEach
  void useTheDefault() {
    System.clearProperty(FOLDER);
    System.clearProperty(NAME);
  }

  @Test
  void installIn_emptyFolder_containsTheLibraryThatTheDriverLoads() throws IOException {
    SqliteLibrary.installIn(folder);

    Path file = Path.of(System.getProperty(FOLDER), System.getProperty(NAME));
    assertThat(files()).containsExactly(file);
    byte[] bytes = Files.readAllBytes(file);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    assertThat(file).hasFileName("libsqlitejdbc-%08x.so".formatted(checksum.getValue()));
    assertThat(Arrays.copyOf(bytes, 4)).containsExactly(0x7f, 'E', 'L', 'F');
  }

  @Test
  void installIn_tornFile_isWrittenAgain() throws IOException {
    SqliteLibrary.installIn(folder);
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[10]);

    SqliteLibrary.installIn(folder);

    assertThat(files()).containsExactly(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void installIn_folderCannotBeWritten_leavesTheDefault() {
    SqliteLibrary.installIn(folder.resolve("absent"));

    assertThat(System.getProperty(FOLDER)).isNull();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}

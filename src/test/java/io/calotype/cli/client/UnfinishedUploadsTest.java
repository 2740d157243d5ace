package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cli.client.UnfinishedUploads.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedUploadsTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  @TempDir Path home;

  private Path folder() {
    return home.resolve("state/calotype/uploads");
  }

  private UnfinishedUploads uploads() {
    return UnfinishedUploads.in(folder(), NOW);
  }

  private static void keep(UnfinishedUploads uploads, String part, String id) {
    try (Entry entry = uploads.entry(part)) {
      entry.keep(id);
    }
  }

  private static String kept(UnfinishedUploads uploads, String... parts) {
    try (Entry entry = uploads.entry(parts)) {
      return entry.id().orElse("none");
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }

  @Test
  void id_kept_isThatOfTheNextRun() {
    keep(uploads(), "a", "k3v.node-1");

    assertThat(kept(uploads(), "a")).isEqualTo("k3v.node-1");
  }

  @Test
  void id_ofOtherParts_isAbsent() {
    keep(uploads(), "a", "k3v");

    assertThat(kept(uploads(), "b")).isEqualTo("none");
    assertThat(kept(uploads(), "a", "b")).isEqualTo("none");
  }

  @Test
  void files_always_areThoseOfTheUserOnly() throws IOException {
    keep(uploads(), "a", "k3v");

    assertThat(mode(folder())).isEqualTo("rwx------");
    assertThat(files())
        .singleElement()
        .satisfies(file -> {
          assertThat(mode(file)).isEqualTo("rw-------");
          assertThat(file).hasContent("k3v\n");
        });
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void forget_always_deletesTheFile() throws IOException {
    keep(uploads(), "a", "k3v");
    try (Entry entry = uploads().entry("a")) {
      entry.forget();
    }

    assertThat(files()).isEmpty();
  }

  @Test
  void entry_inUse_isNotGivenTwice() {
    try (Entry first = uploads().entry("a");
        Entry second = uploads().entry("a")) {
      first.keep("first");
      second.keep("second");

      assertThat(second.id()).contains("second");
    }
    assertThat(kept(uploads(), "a")).isEqualTo("first");
  }

  @Test
  void file_withOtherContent_isNoUpload() throws IOException {
    keep(uploads(), "a", "k3v");
    for (String content : List.of("", "../../media", "a b", "x".repeat(1000))) {
      Files.writeString(files().getFirst(), content);

      try (Entry entry = uploads().entry("a")) {
        assertThat(entry.id()).as(content).isEmpty();
        entry.keep("k3v");
      }
    }
  }

  @Test
  void files_expired_areDeleted() throws IOException {
    keep(uploads(), "old", "a");
    Path old = files().getFirst();
    keep(uploads(), "new", "b");
    Files.writeString(folder().resolve("README"), "of the user");
    for (Path file : files()) {
      Duration age = file.equals(old) ? Duration.ofHours(24) : Duration.ofHours(23);
      Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
    Files.setLastModifiedTime(folder().resolve("README"), FileTime.from(Instant.EPOCH));

    assertThat(kept(uploads(), "new")).isEqualTo("b");
    assertThat(files()).hasSize(2).contains(folder().resolve("README"));
  }

  @Test
  void files_beyondThousand_areDeletedOldestFirst() throws IOException {
    Files.createDirectories(folder());
    for (int i = 0; i < 1003; i++) {
      Path file = Files.createFile(folder().resolve("%032x".formatted(i)));
      Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(i)));
    }

    uploads();

    assertThat(files()).hasSize(1000).doesNotContain(folder().resolve("%032x".formatted(1000)));
  }

  @Test
  void folder_unusable_keepsNothing() throws IOException {
    Files.writeString(home.resolve("state"), "a file in place of the folder");
    UnfinishedUploads uploads = uploads();

    keep(uploads, "a", "k3v");

    assertThat(uploads.usable()).isFalse();
    assertThat(kept(uploads, "a")).isEqualTo("none");
  }

  @Test
  void folder_ofAUser_followsTheSpecification() {
    Path own = Path.of("/home/u");

    assertThat(UnfinishedUploads.folderOf(Map.of(), own))
        .isEqualTo(Path.of("/home/u/.local/state/calotype/uploads"));
    assertThat(UnfinishedUploads.folderOf(Map.of("XDG_STATE_HOME", "/var/u"), own))
        .isEqualTo(Path.of("/var/u/calotype/uploads"));
    assertThat(UnfinishedUploads.folderOf(Map.of("XDG_STATE_HOME", "relative"), own))
        .isEqualTo(Path.of("/home/u/.local/state/calotype/uploads"));
  }
}

package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Files that other programs, a crash or a bad disk leave in the folder.
class DamageTest {
  private static final long BUDGET = 1 << 20;
  private static final CacheKey KEY = Entries.key(1);
  private static final ByteBuffer BYTES = Entries.bytes(1);

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  private Path file;

  @BeforeEach
  void put() {
    file = folder.open(BUDGET).put(KEY, BYTES).orElseThrow().path();
  }

  @Test
  void find_ofAFlippedBit_isAMissAndDeletesIt() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[4999] ^= 0x10;
    Files.write(file, bytes);

    isDamaged();
  }

  @Test
  void find_ofATruncatedFile_isAMissAndDeletesIt() throws IOException {
    Files.write(file, new byte[4096]);

    isDamaged();
  }

  @Test
  void find_ofAnEmptyFile_isAMissAndDeletesIt() throws IOException {
    Files.write(file, new byte[0]);

    isDamaged();
  }

  @Test
  void find_ofALongerFile_isAMissAndDeletesIt() throws IOException {
    Files.write(file, new byte[5001]);

    isDamaged();
  }

  @Test
  void find_ofAFolderInPlaceOfTheFile_isAMissAndDeletesIt() throws IOException {
    Files.delete(file);
    Files.createDirectories(file.resolve("a/b"));
    Files.write(file.resolve("a/c"), new byte[1]);

    isDamaged();
  }

  @Test
  void find_ofALinkInPlaceOfTheFile_isAMissAndLeavesItsTarget() throws IOException {
    Path target = Files.move(file, folder.root().resolve("moved.5000-00000000.webp"));
    Files.createSymbolicLink(file, target);

    isDamaged();
    assertThat(target).exists();
    Files.delete(target);
  }

  @Test
  void find_amongForeignFiles_deletesThemAndGivesTheEntry() throws IOException {
    List<String> foreign = List.of("Thumbs.db", "w400.webp", "w.0-00000000.a", "w.5-0000000G.a");
    for (String name : foreign) {
      Files.write(file.resolveSibling(name), new byte[9]);
    }

    DiskCache cache = folder.open(BUDGET);

    assertThat(Entries.read(cache.find(KEY))).contains(BYTES);
    assertThat(folder.files()).containsExactly(file);
    assertThat(folder.counted("damaged")).isEqualTo(foreign.size());
  }

  @Test
  void open_withANameThatClaimsMoreThanTheBudget_deletesIt() throws IOException {
    Files.write(file.resolveSibling("w1.99999999999-00000000.webp"), new byte[9]);

    folder.open(BUDGET).settle();

    assertThat(folder.files()).containsExactly(file);
  }

  @Test
  void find_ofTwoFilesForOneKey_keepsOneThatIsValid() throws IOException {
    Files.write(file.resolveSibling("w400-inside-q85.5000-00000000.webp"), new byte[5000]);
    Files.write(file.resolveSibling("w400-inside-q85.3-00000000.webp"), new byte[3]);
    Files.write(
        file.resolveSibling("w400-inside-q85.9-e3069283.webp"),
        "123456789".getBytes(StandardCharsets.US_ASCII));

    assertThat(folder.open(BUDGET).find(KEY)).isPresent();
    assertThat(folder.files()).hasSize(1);
  }

  @Test
  void put_whereAFolderIsInPlaceOfTheFile_replacesIt() throws IOException {
    Files.delete(file);
    Files.createDirectories(file.resolve("a"));
    DiskCache cache = folder.open(BUDGET);

    assertThat(cache.put(KEY, BYTES)).isPresent();
    assertThat(Entries.read(cache.find(KEY))).contains(BYTES);
  }

  @Test
  void put_whereAFileIsInPlaceOfAFolder_replacesIt() throws IOException {
    Path owner = file.resolveSibling(".").normalize();
    Files.delete(file);
    Files.delete(owner);
    Files.write(owner, new byte[9]);
    DiskCache cache = folder.open(BUDGET);

    assertThat(cache.find(KEY)).isEmpty();
    assertThat(cache.put(KEY, BYTES)).isPresent();
  }

  @Test
  void find_ofAnEntryTouchedByOthers_checksItAndGivesIt() throws IOException {
    DiskCache cache = folder.open(BUDGET);
    cache.find(KEY);
    Files.setLastModifiedTime(file, FileTime.fromMillis(folder.clock.millis() - 5000));

    assertThat(Entries.read(cache.find(KEY))).contains(BYTES);
    assertThat(folder.counted("damaged")).isZero();
  }

  private void isDamaged() {
    DiskCache cache = folder.open(BUDGET);

    assertThat(cache.find(KEY)).isEmpty();
    assertThat(cache.recent(KEY)).isNull();
    assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(folder.counted("damaged")).isEqualTo(1);
    assertThat(folder.counted("faults")).isZero();
  }
}

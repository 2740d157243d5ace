package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.DiskThreads;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageFileTest {
  private static final MediaId A = new MediaId("a");
  private static final MediaId B = new MediaId("b");
  private static final Sha256 DIGEST = Sha256.ofText("bytes");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Path file() {
    return folder.resolve("damaged");
  }

  private DamageFile open() {
    return new DamageFile(file(), DiskThreads.of("originals", new Telemetry()));
  }

  @Test
  void read_noFile_isEmpty() {
    assertThat(open().read()).isEmpty();
  }

  @Test
  void read_addedAndRemoved_hasTheRest() {
    open().add(A, DIGEST);
    open().add(B, DIGEST);
    open().remove(A);

    assertThat(open().read()).isEqualTo(Map.of(B, DIGEST));
  }

  @Test
  void read_addedAgain_hasTheLastDigest() {
    Sha256 other = Sha256.ofText("other");
    open().add(A, DIGEST);
    open().remove(A);
    open().add(A, other);

    assertThat(open().read()).isEqualTo(Map.of(A, other));
  }

  /// A crash may tear the last line, and an operator may edit the file.
  @Test
  void read_tornAndForeignLines_areSkipped() throws IOException {
    open().add(A, DIGEST);
    Files.writeString(file(), Files.readString(file()) + "\n# note\n+b\n+c 12\n+d " + DIGEST.hex());

    assertThat(open().read()).containsOnlyKeys(A, new MediaId("d"));
  }

  @Test
  void read_nothingIsDamaged_deletesTheFile() {
    open().add(A, DIGEST);
    open().remove(A);

    assertThat(open().read()).isEmpty();
    assertThat(file()).doesNotExist();
  }

  @Test
  void add_folderIsGone_isNoError() throws IOException {
    Files.delete(folder);

    open().add(A, DIGEST);

    assertThat(open().read()).isEmpty();
    Files.createDirectory(folder);
  }
}

package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FaultyFiles;
import io.calotype.disk.Headroom;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private static final byte[] BYTES = bytes(300_000);

  private final FaultyFiles files = new FaultyFiles();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void receive_bytes_areInTheFileCountedAndHashed() throws Exception {
    try (StagedFile staged =
        staging().receive(new ByteArrayInputStream(BYTES), head -> BYTES.length)) {
      assertThat(staged.path()).hasBinaryContent(BYTES);
      assertThat(staged.bytes()).isEqualTo(BYTES.length);
      assertThat(staged.digest())
          .isEqualTo(Sha256.of(MessageDigest.getInstance("SHA-256").digest(BYTES)));
      assertThat(staged.head())
          .hasSize(StagedFile.HEAD_BYTES)
          .startsWith(BYTES[0], BYTES[1], BYTES[2]);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void receive_oneByteTooMany_isTooLargeAndLeavesNothing() {
    assertThatThrownBy(
            () -> staging().receive(new ByteArrayInputStream(BYTES), head -> BYTES.length - 1))
        .isInstanceOf(MediaException.class)
        .hasFieldOrPropertyWithValue("failure", new Failure.TooLarge(BYTES.length - 1));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void receive_sourceBreaks_leavesNothing() {
    InputStream breaking =
        new FilterInputStream(new ByteArrayInputStream(BYTES)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (in.available() < BYTES.length / 2) {
              throw new IOException("the client has gone");
            }
            return super.read(target, offset, length);
          }
        };

    assertThatThrownBy(() -> staging().receive(breaking, head -> Long.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage("the client has gone");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void receive_anyStepFails_leavesTheWholeFileOrIsRefused() throws IOException {
    boolean failed = true;
    for (int step = 1; failed; step++) {
      Staging staging = staging();
      files.failAt(step);
      Optional<StagedFile> staged = received(staging);
      failed = files.mend();

      assertThat(staged.isPresent()).as("step %s", step).isEqualTo(!failed);
      if (staged.isPresent()) {
        assertThat(staged.get().path()).hasBinaryContent(BYTES);
        staged.get().close();
      }
      staging.removeLeftOvers(Instant.now().plusSeconds(60));
      assertThat(folder).isEmptyDirectory();
    }
  }

  private static Optional<StagedFile> received(Staging staging) throws IOException {
    try {
      return Optional.of(staging.receive(new ByteArrayInputStream(BYTES), head -> BYTES.length));
    } catch (MediaException refused) {
      return Optional.empty();
    }
  }

  @Test
  void writer_closedBeforeItsEnd_leavesNothing() {
    try (Staging.Writer writer = staging().writer(head -> 9)) {
      writer.write(1);
      assertThat(folder).isNotEmptyDirectory();
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void finish_shortFileBeyondItsBound_isTooLarge() {
    assertThatThrownBy(() -> staging().receive(new ByteArrayInputStream(new byte[9]), head -> 8))
        .hasFieldOrPropertyWithValue("failure", new Failure.TooLarge(8));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void place_written_isDeletedWhenItIsClosed() throws IOException {
    try (StagedFile place = staging().place()) {
      assertThat(place.path()).doesNotExist();
      Files.write(place.path(), BYTES);
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void removeLeftOvers_youngFilesAndFolders_stay() throws IOException {
    Path old = Files.writeString(folder.resolve("old"), "x");
    Path young = Files.writeString(folder.resolve("young"), "x");
    Path other = Files.createDirectory(folder.resolve("folder"));
    Instant now = Instant.now();
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(2))));
    Files.setLastModifiedTime(other, FileTime.from(now.minus(Duration.ofHours(2))));

    assertThat(staging().removeLeftOvers(now.minus(Duration.ofHours(1)))).isEqualTo(1);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(other).exists();
  }

  private Staging staging() {
    return new Staging(folder, files, Headroom.NONE, DiskThreads.of("originals", new Telemetry()));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}

package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private static final byte[] BYTES = bytes(300_000);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void receive_bytes_areInTheFileCountedAndHashed() throws Exception {
    try (StagedFile staged =
        new Staging(folder).receive(new ByteArrayInputStream(BYTES), head -> BYTES.length)) {
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
    assertThatThrownBy(() ->
            new Staging(folder).receive(new ByteArrayInputStream(BYTES), head -> BYTES.length - 1))
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

    assertThatThrownBy(() -> new Staging(folder).receive(breaking, head -> Long.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage("the client has gone");
    assertThat(folder).isEmptyDirectory();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}

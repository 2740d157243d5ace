package io.calotype.originals;

import io.calotype.media.Original;
import io.calotype.media.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;

/// What reading all bytes of an original or a master has shown.
public enum Condition {
  /// They are the promised ones.
  WHOLE,
  /// They are others, or cannot be read.
  DAMAGED,
  /// There is no file.
  LOST;

  private static final int PIECE = 128 << 10;

  /// What is at `file`, where `promised` ought to be.
  ///
  /// @param read is told how many bytes were read, piece by piece; what it throws ends the reading
  public static Condition of(Path file, Original promised, LongConsumer read) {
    if (Files.exists(file) && !Files.isRegularFile(file)) { // reading a pipe would never end
      return DAMAGED;
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      if (Files.size(file) != promised.bytes()) {
        return DAMAGED;
      }
      return digest(bytes, read).equals(promised.digest()) ? WHOLE : DAMAGED;
    } catch (NoSuchFileException absent) {
      return LOST;
    } catch (IOException unreadable) {
      return DAMAGED;
    }
  }

  private static Sha256 digest(InputStream bytes, LongConsumer read) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] piece = new byte[PIECE];
    for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
      sha256.update(piece, 0, count);
      read.accept(count);
    }
    return Sha256.of(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

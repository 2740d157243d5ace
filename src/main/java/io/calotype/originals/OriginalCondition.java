package io.calotype.originals;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.OpenFile;
import io.calotype.disk.RegularFile;
import io.calotype.failure.StoreFaults;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;

/// The result of reading all bytes of an original or a master.
public enum OriginalCondition {
  /// The bytes match the recorded length and digest.
  WHOLE,
  /// The bytes do not match.
  DAMAGED,
  /// There is no file.
  LOST;

  private static final int PIECE = 256 << 10;

  /// Compares `file` with the length and digest in `promised`.
  ///
  /// A file that cannot be read at the moment has no condition.
  ///
  /// Errors: `StoreUnavailable`.
  ///
  /// @param disk the threads that read
  /// @param read receives the number of bytes read, after each piece; an exception from it ends the
  ///   reading
  public static OriginalCondition of(
      DiskThreads disk, Path file, Original promised, LongConsumer read) {
    try (OpenFile bytes = OpenFile.open(disk, file, promised.bytes())) {
      return digest(bytes, read).equals(promised.digest()) ? WHOLE : DAMAGED;
    } catch (NoSuchFileException absent) {
      return LOST;
    } catch (RegularFile.OtherException other) {
      return DAMAGED;
    } catch (IOException unreadable) {
      throw StoreFaults.of(unreadable);
    }
  }

  private static Sha256 digest(OpenFile bytes, LongConsumer read) throws IOException {
    MessageDigest sha256 = sha256();
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    int count = bytes.read(piece, 0);
    for (long at = count; count > 0; at += count) {
      sha256.update(piece.flip());
      read.accept(count);
      count = bytes.read(piece.clear(), at);
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

package io.calotype.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Detects a full disk: no block, no inode, or no quota left. Java reports it only by the message
/// of the operating system, which depends on the locale. The message for `ENOSPC` is read from
/// `/dev/full`.
public final class DiskFull {
  private static final Path ALWAYS_FULL = Path.of("/dev/full");
  private static final String NO_SPACE = "No space left on device";
  private static final String READ_ONLY = "Read-only file system";
  private static final String NO_QUOTA = "Disk quota exceeded";
  private static final String NO_SPACE_HERE = learned();

  private DiskFull() {}

  /// Returns the exception to throw for `fault`: see [StoreFaults#of].
  public static RuntimeException or(IOException fault) {
    return StoreFaults.of(fault);
  }

  /// Returns whether `fault` reports a full disk.
  public static boolean is(IOException fault) {
    String message = String.valueOf(fault.getMessage());
    return message.contains(NO_SPACE)
        || message.contains(NO_QUOTA)
        || message.contains(NO_SPACE_HERE);
  }

  /// Returns whether `fault` reports a disk that accepts no new file: full, or read-only.
  public static boolean refusesFiles(IOException fault) {
    return is(fault) || String.valueOf(fault.getMessage()).contains(READ_ONLY);
  }

  /// Returns whether a new file in `folder` is refused because the disk is full.
  public static boolean at(Path folder) {
    try {
      Path probe = Files.createTempFile(folder, "probe", null);
      try {
        Files.write(probe, new byte[1 << 16]);
      } finally {
        Files.deleteIfExists(probe);
      }
      return false;
    } catch (IOException refused) {
      return is(refused);
    }
  }

  private static String learned() {
    try {
      Files.write(ALWAYS_FULL, new byte[1], StandardOpenOption.WRITE);
      return NO_SPACE;
    } catch (IOException full) {
      String message = String.valueOf(full.getMessage());
      String reason = message.substring(message.indexOf(": ") + 1).strip();
      return Files.exists(ALWAYS_FULL) && !reason.isEmpty() ? reason : NO_SPACE;
    }
  }
}

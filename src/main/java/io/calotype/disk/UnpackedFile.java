package io.calotype.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file of the program's jar that the system can use only from a file system.
public final class UnpackedFile {
  private UnpackedFile() {}

  /// Writes `file` in one step, unless it exists in full length. Its folder must exist.
  ///
  /// @param bytes its length
  /// @param content opens its content
  public static void ensure(Path file, long bytes, Content content) throws IOException {
    if (Files.exists(file) && Files.size(file) == bytes) {
      return;
    }
    Path unfinished =
        Files.createTempFile(
            file.toAbsolutePath().getParent(), String.valueOf(file.getFileName()), ".tmp");
    try (InputStream in = content.open()) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The content of a file.
  @FunctionalInterface
  public interface Content {
    /// Opens it from its beginning.
    InputStream open() throws IOException;
  }
}

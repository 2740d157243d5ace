package io.calotype.imaging.worker;

import io.calotype.imaging.worker.protocol.RendererProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The work directory of one renderer, which contains the source of its job.
///
/// @param folder its absolute path
record WorkDirectory(Path folder) {
  /// Creates `folder` if necessary, and removes an old source.
  static WorkDirectory at(Path folder) {
    try {
      WorkDirectory directory = new WorkDirectory(Files.createDirectories(folder).toAbsolutePath());
      directory.clear();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the folder exists.
  boolean exists() {
    return Files.isDirectory(folder);
  }

  /// Creates a hard link to `file`, or a copy if links do not work.
  void lay(Path file) throws IOException {
    clear();
    Path real = file.toRealPath();
    try {
      Files.createLink(folder.resolve(RendererProtocol.SOURCE), real);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(real, folder.resolve(RendererProtocol.SOURCE));
    }
  }

  /// Deletes the source, if there is one.
  void clear() throws IOException {
    Files.deleteIfExists(folder.resolve(RendererProtocol.SOURCE));
  }
}

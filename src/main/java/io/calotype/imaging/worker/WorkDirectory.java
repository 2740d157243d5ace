package io.calotype.imaging.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of one renderer: its working directory, in which the source of its job lies.
///
/// @param folder where it is
record WorkDirectory(Path folder) {
  /// The file name of the source.
  static final String SOURCE = "source";

  /// An empty bench in a folder that exists from now on.
  static WorkDirectory at(Path folder) {
    try {
      WorkDirectory directory = new WorkDirectory(Files.createDirectories(folder).toAbsolutePath());
      directory.clear();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether its folder is there.
  boolean exists() {
    return Files.isDirectory(folder);
  }

  /// Lays a hard link to `file` on the bench, or a copy where links do not work.
  void lay(Path file) throws IOException {
    clear();
    Path real = file.toRealPath();
    try {
      Files.createLink(folder.resolve(SOURCE), real);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(real, folder.resolve(SOURCE));
    }
  }

  /// Takes the source away, if there is one.
  void clear() throws IOException {
    Files.deleteIfExists(folder.resolve(SOURCE));
  }
}

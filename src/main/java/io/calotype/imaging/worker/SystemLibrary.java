package io.calotype.imaging.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The libvips that is installed on the system. It reads formats that the bundled one does not,
/// depending on its packages.
public final class SystemLibrary {
  private static final String FILE = "libvips.so.42";
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/local/lib"), Path.of("/usr/lib64"), Path.of("/usr/lib"));

  private SystemLibrary() {}

  /// The path of the library; empty if none is installed.
  public static Optional<Path> find() {
    return PLACES.stream()
        .flatMap(SystemLibrary::folders)
        .map(folder -> folder.resolve(FILE))
        .filter(Files::isReadable)
        .findFirst();
  }

  /// A folder of libraries, and its subfolders for an architecture, such as `x86_64-linux-gnu`.
  private static Stream<Path> folders(Path place) {
    if (!Files.isDirectory(place)) {
      return Stream.empty();
    }
    try (Stream<Path> inside = Files.list(place)) {
      List<Path> triplets =
          inside
              .filter(folder -> folder.toString().endsWith("-linux-gnu"))
              .sorted(Comparator.naturalOrder())
              .toList();
      return Stream.concat(Stream.of(place), triplets.stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

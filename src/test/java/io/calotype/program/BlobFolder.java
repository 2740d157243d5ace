package io.calotype.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of originals and masters in a data folder.
final class BlobFolder {
  private BlobFolder() {}

  /// All blobs below `data/top`, without the marker of the folder.
  static List<Path> all(Path data, String top) throws IOException {
    try (Stream<Path> tree = Files.walk(data.resolve(top))) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> !name(file).startsWith("."))
          .sorted()
          .toList();
    }
  }

  /// The blobs of `id` below `data/top`: `<id>` and `<id>.<incarnation>`.
  static List<Path> of(Path data, String top, String id) throws IOException {
    return all(data, top).stream()
        .filter(file -> name(file).equals(id) || name(file).startsWith(id + "."))
        .toList();
  }

  /// The original of the image `id`.
  static Path image(Path data, String id) throws IOException {
    return of(data, "images", id).getFirst();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}

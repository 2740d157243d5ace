package io.calotype.program;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Real photographs and hostile files, which are not part of the project.
final class Corpus {
  /// The reason for skipping a whole class.
  static final String MISSING = "this test needs the corpus";

  private Corpus() {}

  static boolean isPresent() {
    return Files.isDirectory(root());
  }

  private static Path root() {
    return Optional.ofNullable(System.getenv("CALOTYPE_CORPUS"))
        .map(Path::of)
        .orElse(Path.of("..", "shared", "corpus"));
  }

  /// A file or folder of the corpus; skips the test where it is not there.
  static Path require(String name) {
    Path file = root().resolve(name);
    assumeTrue(Files.exists(file), "this test needs the corpus file " + name);
    return file;
  }

  /// The bytes of a file of the corpus; skips the test where it is not there.
  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(require(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.calotype.imaging.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The collected test pictures, where this machine has them: in the folder that `CALOTYPE_CORPUS`
/// names, or in `shared/corpus` above the project.
public final class Corpus {
  private Corpus() {}

  /// A file of the corpus by its path in it. A test that asks for one is skipped without a corpus.
  public static Path file(String name) {
    List<Path> files = roots().map(root -> root.resolve(name)).filter(Files::exists).toList();
    Assumptions.assumeFalse(files.isEmpty(), "no corpus: CALOTYPE_CORPUS names none with " + name);
    return files.getFirst();
  }

  private static Stream<Path> roots() {
    String set = System.getenv("CALOTYPE_CORPUS");
    Stream<String> names =
        set == null ? Stream.of("../shared/corpus", "../../shared/corpus") : Stream.of(set);
    return names.map(Path::of);
  }
}

package io.calotype;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The project's own Java source files, for tests that check them.
final class Sources {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");

  /// A parsed source file. Names are not resolved.
  record Parsed(CompilationUnitTree unit, SourcePositions positions) {
    /// The file's path, as text.
    String file() {
      return unit.getSourceFile().getName();
    }

    /// The line of `offset`, counted from 1.
    long line(long offset) {
      return unit.getLineMap().getLineNumber(offset);
    }
  }

  private Sources() {}

  /// The files of the program.
  static List<Path> main() throws IOException {
    return below(MAIN);
  }

  /// The files of the tests.
  static List<Path> test() throws IOException {
    return below(TEST);
  }

  /// The files of the program and of its tests.
  static List<Path> everywhere() throws IOException {
    return Stream.concat(below(MAIN).stream(), below(TEST).stream()).toList();
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /// Parses `files` with the compiler of the running JDK.
  static List<Parsed> parsed(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      List<Parsed> parsed = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        parsed.add(new Parsed(unit, Trees.instance(task).getSourcePositions()));
      }
      return parsed;
    }
  }
}

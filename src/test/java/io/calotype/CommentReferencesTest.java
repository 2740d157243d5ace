package io.calotype;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// References in comments of the main code.
class CommentReferencesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/calotype");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?<![\\w`\\]])\\[([A-Z]\\w*(?:\\.[A-Z]\\w*)*|[a-z][a-z.]*\\.[A-Z]\\w*)(?:#\\w+)?]");

  /// `[Name]`, `[Name#member]` and `[qualified.Name]` in comments name types of this program or of
  /// the JDK.
  @Test
  void references_inComments_resolve() throws IOException {
    Set<String> names = sources().stream().map(CommentReferencesTest::typeName).collect(toSet());
    List<String> broken = new ArrayList<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      REFERENCE
          .matcher(comments(text))
          .results()
          .map(reference -> reference.group(1))
          .filter(name ->
              !(name.startsWith("io.calotype.")
                  ? names.contains(name)
                  : resolves(name, text, file)))
          .forEach(name -> broken.add("[%s] in %s".formatted(name, file)));
    }
    assertThat(broken).isEmpty();
  }

  private static boolean resolves(String name, String text, Path file) {
    String first = name.replaceFirst("\\..*", "");
    return text.contains("." + first + ";")
        || Files.exists(file.resolveSibling(first + ".java"))
        || Pattern.compile("(class|record|enum|interface) " + first + "\\b").matcher(text).find()
        || List.of("java.lang.", "java.util.concurrent.", "").stream()
            .anyMatch(home -> CommentReferencesTest.exists(home + name));
  }

  private static boolean exists(String type) {
    try {
      Class.forName(type, false, CommentReferencesTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private static String comments(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("///"))
        .collect(joining("\n"));
  }

  private static String typeName(Path file) {
    return Path.of("src/main/java")
        .relativize(file)
        .toString()
        .replaceFirst("\\.java$", "")
        .replace('/', '.');
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}

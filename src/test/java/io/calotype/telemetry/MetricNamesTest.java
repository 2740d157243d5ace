package io.calotype.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each metric has one owner, the only file with its name, and a description.
class MetricNamesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern NAME = Pattern.compile("\"(calotype_[a-z0-9_.]+)\"");

  @Test
  void names_inTheSources_standOnce() throws IOException {
    assertThat(names()).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void names_inTheSources_areThoseWithADescription() throws IOException {
    assertThat(names())
        .containsExactlyInAnyOrderElementsOf(
            descriptions().stringPropertyNames().stream()
                .filter(name -> name.startsWith("calotype_"))
                .toList());
  }

  @Test
  void descriptions_ofBytesAndSeconds_nameTheUnit() throws IOException {
    descriptions()
        .forEach((name, description) -> {
          for (String unit : List.of("bytes", "seconds")) {
            if (name.toString().endsWith("_" + unit)) {
              assertThat(description.toString()).as(name.toString()).containsIgnoringCase(unit);
            }
          }
        });
  }

  private static Properties descriptions() throws IOException {
    Properties descriptions = new Properties();
    try (InputStream file = Telemetry.class.getResourceAsStream("metrics.properties")) {
      descriptions.load(file);
    }
    return descriptions;
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> NAME.matcher(text(file)).results())
          .map(literal -> literal.group(1))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

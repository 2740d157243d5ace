package io.calotype.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The commands in the documents, as they stand there.
final class Documents {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?ms)^(?:<!-- (?<marker>[^\n]*) -->\n)?```(?<language>\\w*)\n(?<text>.*?)^```$");

  private Documents() {}

  /// A fenced block.
  ///
  /// @param page the document
  /// @param marker the HTML comment in the line above it; empty where there is none
  /// @param language the word behind the fence; empty where there is none
  record Block(Path page, String marker, String language, String text) {}

  /// All fenced blocks of README and docs/*.md, in their order.
  static List<Block> blocks() {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md")),
              docs.filter(page -> page.toString().endsWith(".md")).sorted())
          .flatMap(Documents::blocks)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Block> blocks(Path page) {
    return BLOCK.matcher(read(page)).results().map(found -> block(page, found.group()));
  }

  private static Block block(Path page, String text) {
    Matcher matcher = BLOCK.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(text);
    }
    String marker = matcher.group("marker");
    return new Block(
        page, marker == null ? "" : marker, matcher.group("language"), matcher.group("text"));
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The commands of the block with this marker.
  static String commands(String marker) {
    return blocks().stream()
        .filter(block -> block.marker().equals(marker))
        .findFirst()
        .orElseThrow()
        .text();
  }

  /// Runs `commands` with bash in `folder`; the first that fails ends them.
  ///
  /// Errors: `AssertionError` with all output where one fails.
  static void run(String commands, Path folder, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(commands + "\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.calotype.cli.command;

import io.calotype.json.JsonValue;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// The option `--json`: JSON for programs in place of text for people.
public final class JsonOption {
  @Option(names = "--json", description = "Print JSON, one value a line.")
  private boolean json;

  /// Whether the caller wants JSON.
  public boolean enabled() {
    return json;
  }

  /// The width of the terminal for a progress bar; 0, for no bar, if the caller wants JSON or
  /// standard output is not a terminal.
  public int columns() {
    return json ? 0 : Terminal.terminal();
  }

  /// Prints `response` as JSON, or as the lines of `text`.
  void print(JsonValue response, Function<JsonValue, List<String>> text) {
    if (json) {
      System.out.println(response);
    } else {
      text.apply(response).forEach(System.out::println);
    }
  }
}

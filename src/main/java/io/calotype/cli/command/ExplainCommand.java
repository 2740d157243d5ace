package io.calotype.cli.command;

import io.calotype.cli.text.JsonOutline;
import io.calotype.json.JsonValue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `calotype explain`.
@Command(
    name = "explain",
    description = {
      "Explains the response of a running server to a URL: the parsed URL, the format, the cache"
          + " that holds it, and the rules behind the headers. The server renders nothing.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example: ./calotype explain '/images/holiday-1?w=400&format=auto' --accept image/webp",
      ""
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int FIRST_ERROR = 400;

  @Parameters(
      paramLabel = "URL",
      description = "URL or path of a picture, a thumbnail or an original.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String explained;

  @Option(
      names = "--accept",
      paramLabel = "TEXT",
      description = "Accept header of the request to explain (default: none).")
  private @Nullable String accept;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  /// Returns exit code 1 if the response has a status of 400 or higher.
  @Override
  public Integer call() {
    JsonValue explanation = remote.server().explain(explained, accept);
    json.print(explanation, JsonOutline::of);
    return explanation.at("status").count() < FIRST_ERROR ? 0 : 1;
  }
}

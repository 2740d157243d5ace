package io.calotype.app;

import io.calotype.client.JsonOutline;
import io.calotype.client.ResponseJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `calotype explain`.
@Command(
    name = "explain",
    description = {
      "Says what a running server answers a URL with, and why: what the URL means, the format, whether"
          + " it is in a cache, and the rules behind the headers. Nothing is rendered for it.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Example: ./calotype explain '/images/holiday-1?w=400&format=auto' --accept image/webp",
      ""
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int FIRST_ERROR = 400;

  @Parameters(
      paramLabel = "URL",
      description = "The URL of a picture, a thumbnail or an original, or its path.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private String explained;

  @Option(
      names = "--accept",
      paramLabel = "TEXT",
      description = "The Accept of the client that is meant (none).")
  private @Nullable String accept;

  @Option(names = "--json", description = "As JSON, in one line.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  /// Exits with 1 where the URL is answered with an error.
  @Override
  public Integer call() {
    ResponseJson explanation = remote.server().explain(explained, accept);
    if (json) {
      System.out.println(explanation);
    } else {
      JsonOutline.of(explanation).forEach(System.out::println);
    }
    return explanation.at("status").count() < FIRST_ERROR ? 0 : 1;
  }
}

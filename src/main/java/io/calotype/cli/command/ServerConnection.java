package io.calotype.cli.command;

import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.client.RefusedException;
import io.calotype.cli.client.UnreachableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options `--url` and `--key`: the server of a command, and the caller's credentials.
public final class ServerConnection {
  private static final String NEAR = "http://127.0.0.1:8080";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "URL of the server (default: CALOTYPE_URL, or " + NEAR + ").")
  private @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "API key or token (default: CALOTYPE_KEY, which is hidden from other users).")
  private @Nullable String key;

  /// A client for the server in the options, or else in the environment.
  public CalotypeClient server() {
    String where = given(url, "CALOTYPE_URL").orElse(NEAR);
    String who = given(key, "CALOTYPE_KEY").orElse(null);
    if (who != null && !who.matches("[\\x21-\\x7e]+")) {
      throw wrong("the key has characters that no key has");
    }
    if (where.contains("@")) {
      throw wrong("the URL of the server has credentials in it: they belong into CALOTYPE_KEY");
    }
    try {
      return new CalotypeClient(TextParsers.url(where), who);
    } catch (IllegalArgumentException notAUrl) {
      throw wrong("the server is named by " + notAUrl.getMessage());
    }
  }

  /// Creates the usage error `why`, for a command to throw.
  public ParameterException wrong(String why) {
    return new ParameterException(command.commandLine(), why);
  }

  /// Validates the option `--parallel`.
  ///
  /// Errors: a usage error unless `parallel` is from 1 to `max`.
  public void requireParallel(int parallel, int max) {
    if (parallel < 1 || parallel > max) {
      throw wrong("--parallel is a number from 1 to " + max);
    }
  }

  private static Optional<String> given(@Nullable String option, String variable) {
    return Optional.ofNullable(option == null ? System.getenv(variable) : option)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /// Prints the failure of a command in one line and returns its exit code: 1 if the server refused
  /// the request, 2 if it is unreachable.
  public static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    int code =
        switch (failure) {
          case RefusedException refused -> 1;
          case UnreachableException unreachable -> 2;
          default -> throw failure;
        };
    System.err.println("calotype: " + failure.getMessage());
    return code;
  }
}

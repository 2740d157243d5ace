package io.calotype.app;

import io.calotype.client.CalotypeClient;
import io.calotype.client.RefusedException;
import io.calotype.client.UnreachableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The running server that a command speaks to, and as whom.
final class ServerConnection {
  private static final String NEAR = "http://127.0.0.1:8080";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server (CALOTYPE_URL, or " + NEAR + ").")
  private @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "API key or token (CALOTYPE_KEY, which other users of the machine do not see).")
  private @Nullable String key;

  /// The server that the options name, or else the environment.
  CalotypeClient server() {
    String where = given(url, "URL").orElse(NEAR);
    String who = given(key, "KEY").orElse(null);
    if (who != null && !who.matches("[\\x21-\\x7e]+")) {
      throw wrong("the key has characters that no key has");
    }
    if (where.contains("@")) {
      throw wrong("the URL of the server has credentials in it: they belong into CALOTYPE_KEY");
    }
    try {
      return new CalotypeClient((String) SettingParsers.url(where), who);
    } catch (IllegalArgumentException notAUrl) {
      throw wrong("the server is named by " + notAUrl.getMessage());
    }
  }

  /// The usage error `why`, for a command to throw.
  ParameterException wrong(String why) {
    return new ParameterException(command.commandLine(), why);
  }

  /// Lets a command go on that works at `parallel` things at once.
  ///
  /// Errors: a usage error beyond `max`.
  void requireParallel(int parallel, int max) {
    if (parallel < 1 || parallel > max) {
      throw wrong("--parallel is a number from 1 to " + max);
    }
  }

  private static Optional<String> given(@Nullable String option, String variable) {
    return Optional.ofNullable(option == null ? System.getenv(Setting.PREFIX + variable) : option)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /// Says in one line why a command has failed, and gives its code: 1 where the server refuses, 2
  /// where there is none.
  static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
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

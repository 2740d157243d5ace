package io.calotype.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `calotype completion`.
@Command(
    name = "completion",
    description = {"Prints a script that completes commands and options in your shell.", ""},
    mixinStandardHelpOptions = true,
    footer = {"", "Example: source <(./calotype completion bash)", ""})
final class CompletionCommand implements Callable<Integer> {
  /// The shells that can be completed in. One script serves both: it asks where it runs.
  enum Shell {
    bash,
    zsh
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  @SuppressWarnings({"NullAway.Init", "unused"}) // picocli sets what is required, and checks it
  private Shell shell;

  @Override
  public Integer call() {
    System.out.print(AutoComplete.bash("calotype", spec.root().commandLine()));
    return 0;
  }
}

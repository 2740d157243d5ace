package io.calotype.app.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The command `calotype completion`.
@Command(
    name = "completion",
    description = {"Prints a shell script that completes commands and options.", ""},
    mixinStandardHelpOptions = true,
    footer = {"", "Example: source <(./calotype completion bash)", ""})
final class CompletionCommand implements Callable<Integer> {
  /// The supported shells. One script serves both: it detects the shell that it runs in.
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  @SuppressWarnings({"NullAway.Init", "unused"}) // set and validated by picocli
  private Shell shell;

  @Override
  public Integer call() {
    System.out.print(AutoComplete.bash("calotype", Main.commands()));
    return 0;
  }
}

package io.calotype.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `calotype catalog`.
@Command(
    name = "catalog",
    description = {"Works on the records of a data set while no server runs on it.", ""},
    mixinStandardHelpOptions = true,
    subcommands = RebuildCommand.class)
final class CatalogCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(System.out);
    return 0;
  }
}

package io.calotype.cli.command;

import io.calotype.cli.client.ResponseJson;
import io.calotype.cli.client.StatsTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype stats`.
@Command(
    name = "stats",
    description = {"Shows hit rates, sizes and latencies of a running server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class StatsCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON, in one line.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    ResponseJson stats = remote.server().stats();
    if (json) {
      System.out.println(stats);
    } else {
      StatsTables.lines(stats).forEach(System.out::println);
    }
    return 0;
  }
}

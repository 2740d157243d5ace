package io.calotype.cli.command;

import io.calotype.cli.client.StatsTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The command `calotype stats`.
@Command(
    name = "stats",
    description = {"Shows hit rates, sizes and latencies of a running server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class StatsCommand implements Callable<Integer> {
  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    json.print(remote.server().stats(), StatsTables::lines);
    return 0;
  }
}

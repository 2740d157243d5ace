package io.calotype.cli.command;

import io.calotype.cli.client.StatsScope;
import io.calotype.cli.text.StatsTables;
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
  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      converter = CliConverters.Scopes.class,
      completionCandidates = CliConverters.Scopes.class,
      description =
          "Figures of the node that answers (node), or of all nodes together (cluster) (default:"
              + " node).")
  private StatsScope scope = StatsScope.NODE;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    json.print(remote.server().stats(scope), StatsTables::lines);
    return 0;
  }
}

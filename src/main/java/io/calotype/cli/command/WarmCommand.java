package io.calotype.cli.command;

import io.calotype.cli.client.BulkWarming;
import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.client.MediaListing;
import io.calotype.cli.client.WarmReport;
import io.calotype.cli.text.StepCount;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype warm`.
@Command(
    name = "warm",
    description = {
      "Has a running server render renditions before clients request them. Requests of clients take"
          + " priority.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "An interrupted run can be repeated: renditions that exist are skipped. Exit code 1 if any"
          + " rendition could not be rendered.",
      "",
      "Example: ./calotype warm --preset small,medium --format webp,avif --group holiday",
      ""
    })
public final class WarmCommand implements Callable<Integer> {
  private static final int MAX_PARALLEL = 4;

  @Option(
      names = "--preset",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "Presets, separated by commas; whole is the whole picture.")
  private List<String> presets = List.of();

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "FORMAT",
      description = "Formats: webp, avif, jpeg, png (default: those that an upload renders).")
  private List<String> formats = List.of();

  @Mixin private GroupFilter filter = new GroupFilter();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Number of parallel requests, 1 to 4 (default: 2).")
  private int parallel = 2;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    remote.requireParallel(parallel, MAX_PARALLEL);
    CalotypeClient client = remote.server();
    StepCount steps = new StepCount(MediaListing.all(filter.group()).count(client));
    WarmReport warmed;
    try (Terminal _ = new Terminal(steps, json.columns())) {
      BulkWarming.Options options =
          new BulkWarming.Options(presets, formats, filter.group(), parallel);
      warmed = new BulkWarming(client, options, steps).run();
    }
    return report(warmed);
  }

  private int report(WarmReport warmed) {
    warmed.failures().forEach(System.err::println);
    RuntimeException stop = warmed.stop();
    if (stop != null) {
      System.err.println("calotype: " + stop.getMessage());
    }
    json.print(warmed.json(), totals -> List.of(warmed.summary()));
    return warmed.complete() ? 0 : 1;
  }
}

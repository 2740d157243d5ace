package io.calotype.app;

import io.calotype.client.BulkWarming;
import io.calotype.client.CalotypeClient;
import io.calotype.client.MediaListing;
import io.calotype.client.StepCount;
import io.calotype.client.WarmReport;
import io.calotype.media.Group;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `calotype warm`.
@Command(
    name = "warm",
    description = {
      "Has a running server make renditions before anybody asks for them. Whoever asks for a picture"
          + " meanwhile goes first.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "What is there already is left alone, so it can be stopped and run again. Ends with 1 where any"
          + " rendition could not be made.",
      "",
      "Example: ./calotype warm --preset small,medium --format webp,avif --group holiday",
      ""
    })
final class WarmCommand implements Callable<Integer> {
  private static final int MAX_PARALLEL = 4;

  @Option(
      names = "--preset",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "Which presets, with commas between; whole is the whole picture.")
  private List<String> presets = List.of();

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "FORMAT",
      description = "In what: webp, avif, jpeg, png (what an upload makes).")
  private List<String> formats = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "Only this group.")
  private @Nullable Group group;

  @Option(names = "--parallel", paramLabel = "N", description = "How many at once (2).")
  private int parallel = 2;

  @Option(names = "--json", description = "Prints the sums as JSON, in one line.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    remote.requireParallel(parallel, MAX_PARALLEL);
    CalotypeClient client = remote.server();
    StepCount steps = new StepCount(MediaListing.all(group).count(client));
    WarmReport warmed;
    try (Terminal _ = new Terminal(steps, json ? 0 : Terminal.terminal())) {
      BulkWarming.Wish wish = new BulkWarming.Wish(presets, formats, group, parallel);
      warmed = new BulkWarming(client, wish, steps).run();
    }
    return report(warmed);
  }

  private int report(WarmReport warmed) {
    warmed.failures().forEach(System.err::println);
    RuntimeException stop = warmed.stop();
    if (stop != null) {
      System.err.println("calotype: " + stop.getMessage());
    }
    System.out.println(json ? warmed.json() : warmed.summary());
    return warmed.complete() ? 0 : 1;
  }
}

package io.calotype.app;

import io.calotype.client.Listing;
import io.calotype.client.Server;
import io.calotype.client.Steps;
import io.calotype.client.Warmed;
import io.calotype.client.Warming;
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
final class Warm implements Callable<Integer> {
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
      converter = Words.Groups.class,
      description = "Only this group.")
  private @Nullable Group group;

  @Option(names = "--parallel", paramLabel = "N", description = "How many at once (2).")
  private int parallel = 2;

  @Option(names = "--json", description = "Prints the sums as JSON, in one line.")
  private boolean json;

  @Mixin private Remote remote = new Remote();

  @Override
  public Integer call() {
    remote.requireParallel(parallel, MAX_PARALLEL);
    Server server = remote.server();
    Steps steps = new Steps(Listing.all(group).count(server));
    Warmed warmed;
    try (Screen _ = new Screen(steps, json ? 0 : Screen.terminal())) {
      Warming.Wish wish = new Warming.Wish(presets, formats, group, parallel);
      warmed = new Warming(server, wish, steps).run();
    }
    return report(warmed);
  }

  private int report(Warmed warmed) {
    warmed.failures().forEach(System.err::println);
    RuntimeException stop = warmed.stop();
    if (stop != null) {
      System.err.println("calotype: " + stop.getMessage());
    }
    System.out.println(json ? warmed.json() : warmed.summary());
    return warmed.complete() ? 0 : 1;
  }
}

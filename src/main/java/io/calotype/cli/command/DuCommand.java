package io.calotype.cli.command;

import io.calotype.cli.client.ElapsedTime;
import io.calotype.cli.client.ResponseJson;
import io.calotype.cli.client.UsageTables;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype du`.
@Command(
    name = "du",
    description = {
      "Shows the disk usage of a running server: renditions by preset, format and age, and"
          + " originals.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DuCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON, in one line.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    ResponseJson usage;
    try (Terminal _ = Terminal.waiting(new ElapsedTime("counting"), json)) {
      usage = remote.server().usage();
    }
    if (json) {
      System.out.println(usage);
    } else {
      UsageTables.lines(usage).forEach(System.out::println);
    }
    return 0;
  }
}

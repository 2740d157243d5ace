package io.calotype.cli.command;

import io.calotype.cli.text.ElapsedTime;
import io.calotype.cli.text.UsageTables;
import io.calotype.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    JsonValue usage;
    try (Terminal _ = Terminal.waiting(new ElapsedTime("counting"), json.columns())) {
      usage = remote.server().usage();
    }
    json.print(usage, UsageTables::lines);
    return 0;
  }
}

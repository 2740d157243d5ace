package io.calotype.cli.command;

import io.calotype.cli.client.ElapsedTime;
import io.calotype.cli.client.ResponseJson;
import io.calotype.cli.client.Table;
import io.calotype.cli.client.TextFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype upkeep`.
@Command(
    name = "upkeep",
    description = {
      "Runs the maintenance of a running server now: removes expired media, idle renditions,"
          + " renditions beyond the budget, orphans and temporary files.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Exit code 1 if a task failed.", ""})
public final class UpkeepCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("CHORE", "REMOVED", "BYTES", "TOOK");

  @Option(names = "--json", description = "Print JSON, in one line.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    ResponseJson done;
    try (Terminal _ = Terminal.waiting(new ElapsedTime("upkeep"), json)) {
      done = remote.server().upkeep();
    }
    List<ResponseJson> chores = done.at("chores").items();
    if (json) {
      System.out.println(done);
    } else {
      new Table(COLUMNS)
          .lines(chores.stream().map(UpkeepCommand::row).toList())
          .forEach(System.out::println);
    }
    return chores.stream().allMatch(UpkeepCommand::complete) ? 0 : 1;
  }

  private static boolean complete(ResponseJson chore) {
    return chore.at("failure").value() == null;
  }

  private static List<String> row(ResponseJson chore) {
    return List.of(
        chore.at("chore").text(),
        complete(chore) ? chore.at("removed").text() : chore.at("failure").text(),
        TextFormat.bytes(chore.at("bytes").count()),
        TextFormat.duration(Duration.ofMillis(chore.at("millis").count())));
  }
}

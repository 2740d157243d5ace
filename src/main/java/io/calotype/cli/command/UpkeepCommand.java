package io.calotype.cli.command;

import io.calotype.cli.text.ElapsedTime;
import io.calotype.cli.text.Table;
import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    JsonValue done;
    try (Terminal _ = Terminal.waiting(new ElapsedTime("upkeep"), json.columns())) {
      done = remote.server().upkeep();
    }
    json.print(done, UpkeepCommand::lines);
    return chores(done).stream().allMatch(UpkeepCommand::complete) ? 0 : 1;
  }

  private static List<JsonValue> chores(JsonValue done) {
    return done.at("chores").items();
  }

  private static List<String> lines(JsonValue done) {
    return new Table(COLUMNS).lines(chores(done).stream().map(UpkeepCommand::row).toList());
  }

  private static boolean complete(JsonValue chore) {
    return chore.at("failure").value() == null;
  }

  private static List<String> row(JsonValue chore) {
    return List.of(
        chore.at("chore").text(),
        complete(chore) ? chore.at("removed").text() : chore.at("failure").text(),
        TextFormat.bytes(chore.at("bytes").count()),
        TextFormat.duration(Duration.ofMillis(chore.at("millis").count())));
  }
}

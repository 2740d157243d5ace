package io.calotype.app;

import io.calotype.client.Elapsed;
import io.calotype.client.Json;
import io.calotype.client.Table;
import io.calotype.client.Text;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `calotype upkeep`.
@Command(
    name = "upkeep",
    description = {
      "Has a running server do its upkeep now: removes what has expired, what nobody uses, what is over"
          + " the budget, what belongs to nobody, and temporary files.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Ends with 1 where a chore has failed.", ""})
final class UpkeepCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("CHORE", "REMOVED", "BYTES", "TOOK");

  @Option(names = "--json", description = "As JSON, in one line.")
  private boolean json;

  @Mixin private Remote remote = new Remote();

  @Override
  public Integer call() {
    Json done;
    try (Screen _ = Screen.waiting(new Elapsed("upkeep"), json)) {
      done = remote.server().upkeep();
    }
    List<Json> chores = done.at("chores").items();
    if (json) {
      System.out.println(done);
    } else {
      new Table(COLUMNS)
          .lines(chores.stream().map(UpkeepCommand::row).toList())
          .forEach(System.out::println);
    }
    return chores.stream().allMatch(UpkeepCommand::complete) ? 0 : 1;
  }

  private static boolean complete(Json chore) {
    return chore.at("failure").value() == null;
  }

  private static List<String> row(Json chore) {
    return List.of(
        chore.at("chore").text(),
        complete(chore) ? chore.at("removed").text() : chore.at("failure").text(),
        Text.bytes(chore.at("bytes").count()),
        Text.duration(Duration.ofMillis(chore.at("millis").count())));
  }
}

package io.calotype.cli.command;

import io.calotype.cli.text.CoverageText;
import io.calotype.cli.text.ElapsedTime;
import io.calotype.cli.text.Table;
import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype orphans`.
@Command(
    name = "orphans",
    description = {
      "Finds files of a running server without a record, and records without an original. Skips"
          + " those younger than 1 hour.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit code 1 if any orphans are left. Check the list before you delete: all records appear as"
          + " orphans while the disk of the originals is not mounted, and all files while the wrong"
          + " catalog is in use.",
      "",
      "Example: ./calotype orphans --json",
      ""
    })
public final class OrphansCommand implements Callable<Integer> {
  private static final List<String> KINDS = List.of("files", "renditions", "records");

  @Option(names = "--delete", description = "Delete the orphans, including records.")
  private boolean delete;

  @Option(
      names = "--many",
      description = {
        "With --delete: also if they are more than half of all files or records. Without it they",
        "are then kept, because a disk may not be mounted or the catalog may be the wrong one."
      })
  private boolean many;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    JsonValue found;
    try (Terminal _ = Terminal.waiting(new ElapsedTime("looking at all files"), json.columns())) {
      found = remote.server().orphans(delete, many);
    }
    json.print(found, this::lines);
    boolean any = KINDS.stream().anyMatch(kind -> found.at(kind).at("count").count() > 0);
    return any && (!delete || heldBack(found) > 0) ? 1 : 0;
  }

  private static long heldBack(JsonValue found) {
    JsonValue counts = found.at("heldBack");
    return counts.at("files").count() + counts.at("records").count();
  }

  private List<String> lines(JsonValue found) {
    List<List<String>> rows = new ArrayList<>();
    for (String kind : KINDS) {
      JsonValue kinds = found.at(kind);
      rows.add(
          List.of(kind, kinds.at("count").text(), TextFormat.bytes(kinds.at("bytes").count())));
    }
    List<String> lines = new ArrayList<>();
    for (String kind : KINDS) {
      found
          .at(kind)
          .at("examples")
          .items()
          .forEach(name -> lines.add(TextFormat.line(name.text())));
    }
    lines.addAll(new Table(List.of(delete ? "DELETED" : "ORPHANS", "COUNT", "BYTES")).lines(rows));
    if (heldBack(found) > 0) {
      lines.add("Kept %d of them: they are more than half. See --many.".formatted(heldBack(found)));
    }
    lines.addAll(CoverageText.lines(found.at("covers")));
    return lines;
  }
}

package io.calotype.cli.command;

import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.text.ProgressBar;
import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype move`.
@Command(
    name = "move",
    description = {
      "Moves the originals of a running server to the store that CALOTYPE_ORIGINALS names, from the"
          + " one that CALOTYPE_ORIGINALS_FROM names. Compares every copy with its digest.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "If the command or the server is stopped, the same command goes on. Exit code 1 if originals"
          + " are left in the old store.",
      "",
      "Example: ./calotype move --to s3",
      ""
    })
public final class MoveCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(250);

  @Option(
      names = "--to",
      required = true,
      paramLabel = "STORE",
      description = "Store to move to: files or s3.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String to;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  private volatile @Nullable JsonValue progress;

  @Override
  public Integer call() {
    CalotypeClient client = remote.server();
    JsonValue now = client.beginMove(to);
    try (Terminal _ = Terminal.waiting(this::bar, json.columns())) {
      while (now.at("phase").text().equals("running")) {
        progress = now;
        LockSupport.parkNanos(LOOK.toNanos());
        now = client.moveProgress();
      }
    }
    json.print(now, MoveCommand::lines);
    return now.at("phase").text().equals("complete") ? 0 : 1;
  }

  private String bar(Duration elapsed, int columns) {
    JsonValue now = progress;
    if (now == null) {
      return ProgressBar.line(0, "", columns);
    }
    long total = now.at("total").count();
    long moved = now.at("moved").count();
    String text = moved + "/" + total + "  " + TextFormat.bytes(now.at("bytes").count());
    return ProgressBar.line(total == 0 ? 0 : moved / (double) total, text, columns);
  }

  private static List<String> lines(JsonValue result) {
    List<String> lines = new ArrayList<>();
    result
        .at("examples")
        .items()
        .forEach(name -> lines.add("damaged: " + TextFormat.line(name.text())));
    lines.add(
        "%s moved (%s), %s damaged, %s without a record"
            .formatted(
                result.at("moved").text(),
                TextFormat.bytes(result.at("bytes").count()),
                result.at("damaged").text(),
                result.at("unrecorded").text()));
    lines.add(ending(result));
    return lines;
  }

  private static String ending(JsonValue result) {
    if (result.at("phase").text().equals("complete")) {
      return "The move is complete. Remove CALOTYPE_ORIGINALS_FROM at the next start.";
    }
    return result.at("failure").value() == null
        ? "Originals are left in the old store. See docs/running.md, Moving originals."
        : "The move has stopped: " + result.at("failure").text() + ". The same command goes on.";
  }
}

package io.calotype.cli.command;

import io.calotype.cli.client.BulkVerification;
import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.client.MediaListing;
import io.calotype.cli.text.ElapsedTime;
import io.calotype.cli.text.StepCount;
import io.calotype.cli.text.Table;
import io.calotype.json.JsonValue;
import io.calotype.media.MediaId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype verify`.
@Command(
    name = "verify",
    description = {
      "Has a running server read every byte of media and compare it with its checksum. The server"
          + " removes a damaged rendition, and renders it again on the next request. It creates a"
          + " damaged master again from its original. It reports a damaged original: to replace it,"
          + " upload the same bytes under the same id. Without ids and without --group, all media"
          + " are verified.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With --json, one line for each fault, and one with the totals. Exit code 1 if anything is"
          + " left that is damaged, lost or unread.",
      "",
      "Example: ./calotype verify --dry-run",
      ""
    })
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private MediaSelection selection = new MediaSelection();

  @Option(names = "--dry-run", description = "Report faults; repair nothing.")
  private boolean dryRun;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    selection.requireAtMostOne();
    List<MediaId> ids = selection.ids();
    CalotypeClient client = remote.server();
    StepCount steps = new StepCount(ids.isEmpty() ? count(client) : ids.size());
    Table table = new Table(BulkVerification.COLUMNS);
    BulkVerification verifier;
    try (Terminal screen = new Terminal(steps, json.columns(), "the same command begins again")) {
      verifier = new BulkVerification(client, dryRun, steps, fault -> print(screen, table, fault));
      run(verifier);
    }
    verifier.absent().forEach(id -> System.err.println("calotype: " + id + " is not there"));
    verifier.unread().forEach(id -> System.err.println("calotype: " + id + " cannot be read"));
    json.print(verifier.sums(), totals -> verifier.summary());
    return verifier.sound() && verifier.absent().isEmpty() ? 0 : 1;
  }

  private long count(CalotypeClient client) {
    try (Terminal _ = Terminal.waiting(new ElapsedTime("counting"), json.columns())) {
      return MediaListing.all(selection.group()).count(client);
    }
  }

  private void run(BulkVerification verifier) {
    if (selection.ids().isEmpty()) {
      verifier.verifyAll(selection.group());
    } else {
      verifier.verify(selection.ids().stream().map(MediaId::value).toList());
    }
  }

  private void print(Terminal screen, Table table, JsonValue fault) {
    if (json.enabled()) {
      screen.print(fault.toString());
    } else {
      table.lines(List.of(BulkVerification.row(fault))).forEach(screen::print);
    }
  }
}

package io.calotype.cli.command;

import io.calotype.cli.client.BulkVerification;
import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.client.ElapsedTime;
import io.calotype.cli.client.MediaListing;
import io.calotype.cli.client.ResponseJson;
import io.calotype.cli.client.StepCount;
import io.calotype.cli.client.Table;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `calotype verify`.
@Command(
    name = "verify",
    description = {
      "Has a running server read every byte of media and compare it with its checksum. The server"
          + " removes a damaged rendition, and renders it again on the next request. It creates a"
          + " damaged master again from its original. It reports a damaged original: to replace it,"
          + " upload the same bytes under the same id.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit code 1 if anything is left that is damaged, lost or unread.",
      "",
      "Example: ./calotype verify --dry-run",
      ""
    })
public final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      converter = CliConverters.Ids.class,
      description = "Media to verify (default: all).")
  private List<MediaId> ids = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "Only media of this group.")
  private @Nullable Group group;

  @Option(names = "--dry-run", description = "Report faults; repair nothing.")
  private boolean dryRun;

  @Option(
      names = "--json",
      description = "Print one line of JSON per fault, and one with the totals.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    if (!ids.isEmpty() && group != null) {
      throw remote.wrong("verify takes either ids or --group");
    }
    CalotypeClient client = remote.server();
    StepCount steps = new StepCount(ids.isEmpty() ? count(client) : ids.size());
    Table table = new Table(BulkVerification.COLUMNS);
    BulkVerification verifier;
    int columns = json ? 0 : Terminal.terminal();
    try (Terminal screen = new Terminal(steps, columns, "the same command begins again")) {
      verifier = new BulkVerification(client, dryRun, steps, fault -> print(screen, table, fault));
      run(verifier);
    }
    verifier.absent().forEach(id -> System.err.println("calotype: " + id + " is not there"));
    verifier.unread().forEach(id -> System.err.println("calotype: " + id + " cannot be read"));
    System.out.println(json ? verifier.sums() : verifier.summary());
    return verifier.sound() && verifier.absent().isEmpty() ? 0 : 1;
  }

  private long count(CalotypeClient client) {
    try (Terminal _ = Terminal.waiting(new ElapsedTime("counting"), json)) {
      return MediaListing.all(group).count(client);
    }
  }

  private void run(BulkVerification verifier) {
    if (ids.isEmpty()) {
      verifier.verifyAll(group);
    } else {
      verifier.verify(ids.stream().map(MediaId::value).toList());
    }
  }

  private void print(Terminal screen, Table table, ResponseJson fault) {
    if (json) {
      screen.print(fault.toString());
    } else {
      table.lines(List.of(BulkVerification.row(fault))).forEach(screen::print);
    }
  }
}

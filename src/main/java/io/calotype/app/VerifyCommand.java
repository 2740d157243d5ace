package io.calotype.app;

import io.calotype.client.BulkVerification;
import io.calotype.client.CalotypeClient;
import io.calotype.client.ElapsedTime;
import io.calotype.client.MediaListing;
import io.calotype.client.ResponseJson;
import io.calotype.client.StepCount;
import io.calotype.client.Table;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `calotype verify`.
@Command(
    name = "verify",
    description = {
      "Has a running server read every byte of media and compare it with its checksum. Damaged"
          + " renditions are removed, and made again when they are asked for; a master is made again"
          + " from its original. A damaged original is named: it is replaced when the same bytes are put"
          + " under its id again.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Ends with 1 where anything is left that is damaged, lost or unread.",
      "",
      "Example: ./calotype verify --dry-run",
      ""
    })
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      converter = CliConverters.Ids.class,
      description = "What to verify (all media).")
  private List<MediaId> ids = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "Only this group.")
  private @Nullable Group group;

  @Option(names = "--dry-run", description = "Repairs nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Prints a line of JSON a fault, and one of all.")
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

package io.calotype.app;

import io.calotype.client.Elapsed;
import io.calotype.client.Json;
import io.calotype.client.Listing;
import io.calotype.client.Server;
import io.calotype.client.Steps;
import io.calotype.client.Table;
import io.calotype.client.Verifier;
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
final class Verify implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      converter = Words.Ids.class,
      description = "What to verify (all media).")
  private List<MediaId> ids = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = Words.Groups.class,
      description = "Only this group.")
  private @Nullable Group group;

  @Option(names = "--dry-run", description = "Repairs nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Prints a line of JSON a fault, and one of all.")
  private boolean json;

  @Mixin private Remote remote = new Remote();

  @Override
  public Integer call() {
    if (!ids.isEmpty() && group != null) {
      throw remote.wrong("verify takes either ids or --group");
    }
    Server server = remote.server();
    Steps steps = new Steps(ids.isEmpty() ? count(server) : ids.size());
    Table table = new Table(Verifier.COLUMNS);
    Verifier verifier;
    int columns = json ? 0 : Screen.terminal();
    try (Screen screen = new Screen(steps, columns, "the same command begins again")) {
      verifier = new Verifier(server, dryRun, steps, fault -> print(screen, table, fault));
      run(verifier);
    }
    verifier.absent().forEach(id -> System.err.println("calotype: " + id + " is not there"));
    verifier.unread().forEach(id -> System.err.println("calotype: " + id + " cannot be read"));
    System.out.println(json ? verifier.sums() : verifier.summary());
    return verifier.sound() && verifier.absent().isEmpty() ? 0 : 1;
  }

  private long count(Server server) {
    try (Screen _ = Screen.waiting(new Elapsed("counting"), json)) {
      return Listing.all(group).count(server);
    }
  }

  private void run(Verifier verifier) {
    if (ids.isEmpty()) {
      verifier.verifyAll(group);
    } else {
      verifier.verify(ids.stream().map(MediaId::value).toList());
    }
  }

  private void print(Screen screen, Table table, Json fault) {
    if (json) {
      screen.print(fault.toString());
    } else {
      table.lines(List.of(Verifier.row(fault))).forEach(screen::print);
    }
  }
}

package io.calotype.cli.command;

import io.calotype.cli.client.MediaListing;
import io.calotype.cli.text.Table;
import io.calotype.json.JsonValue;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaKind;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype ls`.
@Command(
    name = "ls",
    description = {"Lists the media of a running server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: ./calotype ls --group holiday --limit 10", ""})
public final class LsCommand implements Callable<Integer> {
  @Mixin private GroupFilter filter = new GroupFilter();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      converter = CliConverters.Kinds.class,
      completionCandidates = CliConverters.Kinds.class,
      description = "Only this kind: image or video.")
  private @Nullable MediaKind kind;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      converter = CliConverters.Orders.class,
      completionCandidates = CliConverters.Orders.class,
      description = "newest or oldest first (default: newest).")
  private ListOrder order = ListOrder.NEWEST;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of media (default: all).")
  private long limit = Long.MAX_VALUE;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw remote.wrong("--limit is a number from 1");
    }
    Table table = new Table(MediaListing.COLUMNS);
    new MediaListing(filter.group(), kind, order, limit)
        .read(remote.server(), page -> print(table, page));
    return 0;
  }

  /// Returns false when standard output is closed, as by `| head`.
  private boolean print(Table table, List<JsonValue> page) {
    if (json.enabled()) {
      page.forEach(System.out::println);
    } else {
      table.lines(page.stream().map(MediaListing::row).toList()).forEach(System.out::println);
    }
    return !System.out.checkError();
  }
}

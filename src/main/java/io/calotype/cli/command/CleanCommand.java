package io.calotype.cli.command;

import io.calotype.cli.client.ResponseJson;
import io.calotype.cli.client.TextFormat;
import io.calotype.media.Group;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype clean`.
@Command(
    name = "clean",
    description = {
      "Removes renditions from the cache of a running server. Originals are kept. The server"
          + " renders a removed rendition again on the next request.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: ./calotype clean --older-than 7d --dry-run", ""})
public final class CleanCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private What what;

  @Option(
      names = "--dry-run",
      description = "Print the renditions and bytes that would be removed; remove nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON, in one line.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  /// Selects the renditions to remove. Exactly one option is required.
  static final class What {
    @Option(
        names = "--older-than",
        paramLabel = "DURATION",
        converter = CliConverters.Durations.class,
        description = "Renditions not used for this long, such as 24h.")
    private @Nullable Duration age;

    @Option(
        names = "--group",
        paramLabel = "GROUP",
        converter = CliConverters.Groups.class,
        description = "Renditions of this group.")
    private @Nullable Group group;

    @Option(names = "--all", description = "All renditions.")
    private boolean all;

    private Map<String, Object> order() {
      Map<String, Object> order = new LinkedHashMap<>();
      if (age != null) {
        order.put("olderThan", age);
      } else if (group != null) {
        order.put("group", group);
      } else {
        order.put("all", all);
      }
      return order;
    }
  }

  @Override
  public Integer call() {
    Map<String, Object> order = what.order();
    if (dryRun) {
      order.put("dryRun", true);
    }
    ResponseJson answer = remote.server().clear(ResponseJson.object(order));
    System.out.println(json ? answer : said(answer));
    return 0;
  }

  private String said(ResponseJson answer) {
    return TextFormat.count(answer.at("removed").count(), "rendition")
        + (dryRun ? " would be removed, " : " removed, ")
        + TextFormat.bytes(answer.at("bytes").count());
  }
}

package io.calotype.cli.command;

import io.calotype.cli.text.CoverageText;
import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
  private Selection selection;

  @Option(
      names = "--dry-run",
      description = "Print the renditions and bytes that would be removed; remove nothing.")
  private boolean dryRun;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  /// Selects the renditions to remove. Exactly one option is required.
  static final class Selection {
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

    private Map<String, Object> request() {
      Map<String, Object> request = new LinkedHashMap<>();
      if (age != null) {
        request.put("olderThan", age);
      } else if (group != null) {
        request.put("group", group);
      } else {
        request.put("all", all);
      }
      return request;
    }
  }

  @Override
  public Integer call() {
    Map<String, Object> request = selection.request();
    if (dryRun) {
      request.put("dryRun", true);
    }
    json.print(remote.server().clear(JsonValue.object(request)), this::lines);
    return 0;
  }

  private List<String> lines(JsonValue answer) {
    return Stream.concat(
            Stream.of(summary(answer)), CoverageText.lines(answer.at("covers")).stream())
        .toList();
  }

  private String summary(JsonValue answer) {
    return TextFormat.count(answer.at("removed").count(), "rendition")
        + (dryRun ? " would be removed, " : " removed, ")
        + TextFormat.bytes(answer.at("bytes").count());
  }
}

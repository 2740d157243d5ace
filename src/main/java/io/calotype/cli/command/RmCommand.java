package io.calotype.cli.command;

import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.client.ResponseJson;
import io.calotype.cli.client.TextFormat;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `calotype rm`.
@Command(
    name = "rm",
    description = {"Deletes media and all their renditions from a running server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit code 1 if any of the media did not exist.",
      "",
      "Example: ./calotype rm holiday-1 holiday-2",
      ""
    })
public final class RmCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      converter = CliConverters.Ids.class,
      description = "Media to delete.")
  private List<MediaId> ids = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "Delete all media of this group.")
  private @Nullable Group group;

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  private boolean yes;

  @Option(
      names = "--json",
      description = "Print one line of JSON per id, or the number of deleted media of a group.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    if (ids.isEmpty() == (group == null)) {
      throw remote.wrong("rm takes either ids or --group");
    }
    CalotypeClient client = remote.server();
    return group == null ? delete(client) : delete(client, group);
  }

  private int delete(CalotypeClient client) {
    int code = 0;
    for (MediaId id : ids) {
      boolean deleted = client.delete(id);
      code = deleted ? code : 1;
      say(id, deleted);
    }
    return code;
  }

  private void say(MediaId id, boolean deleted) {
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("id", id);
      result.put("deleted", deleted);
      System.out.println(ResponseJson.object(result));
    } else if (!deleted) {
      System.err.println("calotype: " + id + " is not there");
    }
  }

  private int delete(CalotypeClient client, Group group) {
    if (!yes && !agreed(client, group)) {
      System.err.println("calotype: nothing was deleted");
      return 1;
    }
    long deleted = client.delete(group);
    System.out.println(
        json
            ? ResponseJson.object(Map.of("deleted", deleted))
            : TextFormat.count(deleted, "file") + " deleted");
    return 0;
  }

  private boolean agreed(CalotypeClient client, Group group) {
    if (!Terminal.answers()) {
      throw remote.wrong("there is no terminal to ask at: say --yes to delete the whole group");
    }
    System.err.printf("Delete everything in the group %s at %s? [y/N] ", group, client.url());
    Scanner in = new Scanner(System.in, Charset.defaultCharset());
    return in.hasNextLine() && in.nextLine().strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }
}

package io.calotype.cli.command;

import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype rm`.
@Command(
    name = "rm",
    description = {"Deletes media and all their renditions from a running server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With --json, one line for each id, or the number of deleted media of a group. Exit code 1 if"
          + " any of the media did not exist.",
      "",
      "Example: ./calotype rm holiday-1 holiday-2",
      ""
    })
public final class RmCommand implements Callable<Integer> {
  @Mixin private MediaSelection selection = new MediaSelection();

  @Option(names = "--yes", description = "Do not ask for confirmation.")
  private boolean yes;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    selection.requireOne();
    Group group = selection.group();
    CalotypeClient client = remote.server();
    return group == null ? delete(client) : delete(client, group);
  }

  private int delete(CalotypeClient client) {
    int code = 0;
    for (MediaId id : selection.ids()) {
      boolean deleted = client.delete(id);
      code = deleted ? code : 1;
      say(id, deleted);
    }
    return code;
  }

  private void say(MediaId id, boolean deleted) {
    if (json.enabled()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("id", id);
      result.put("deleted", deleted);
      System.out.println(JsonValue.object(result));
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
    json.print(
        JsonValue.object(Map.of("deleted", deleted)),
        totals -> List.of(TextFormat.count(deleted, "file") + " deleted"));
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

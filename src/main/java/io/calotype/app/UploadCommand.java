package io.calotype.app;

import io.calotype.client.BulkUpload;
import io.calotype.client.CalotypeClient;
import io.calotype.client.FileResult;
import io.calotype.client.IdSource;
import io.calotype.client.LocalFile;
import io.calotype.client.ResponseJson;
import io.calotype.client.TextFormat;
import io.calotype.client.UploadProgress;
import io.calotype.client.UploadReport;
import io.calotype.client.UploadSettings;
import io.calotype.media.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `calotype upload`.
@Command(
    name = "upload",
    description = {"Uploads files, and all files in folders, to a running server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "What is there already is not sent again, so it can be stopped and run again. Ends with 1 where"
          + " any file has failed, or a line of --map could not be written.",
      "",
      "Example: ./calotype upload ~/Pictures --group holiday",
      ""
    })
final class UploadCommand implements Callable<Integer> {
  /// So many ids are worth a terminal's lines.
  private static final int FEW = 20;

  private static final int MAX_PARALLEL = 256;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and folders.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private List<Path> files;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "A label for all of them.")
  private @Nullable Group group;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      converter = CliConverters.Durations.class,
      description = "How long they live, such as 2h, 30d or PT90M (for ever).")
  private @Nullable Duration ttl;

  @Option(names = "--private", description = "Shows them to callers with a key only.")
  private boolean hidden;

  @Option(
      names = "--id-from",
      paramLabel = "SOURCE",
      description =
          "Makes ids of the content, f- and its digest, or of the file name without its ending:"
              + " content or name (content).")
  private String idFrom = "content";

  @Option(
      names = "--map",
      paramLabel = "FILE",
      description = "Where path and id of each file are written, with a tab between them.")
  private @Nullable Path map;

  @Option(names = "--parallel", paramLabel = "N", description = "How many at once (4).")
  private int parallel = 4;

  @Option(names = "--json", description = "Prints a line of JSON a file, and one of all.")
  private boolean json;

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    remote.requireParallel(parallel, MAX_PARALLEL);
    CalotypeClient client = remote.server();
    List<LocalFile> found = found();
    UploadProgress progress = new UploadProgress(found);
    boolean terminal = Terminal.terminal() > 0 && !json;
    boolean lines = !terminal || found.size() <= FEW;
    MapFile ids = openMap();
    UploadReport report;
    try (ids;
        Terminal screen = new Terminal(progress, terminal ? Terminal.terminal() : 0)) {
      UploadSettings settings = new UploadSettings(group, ttl, hidden, source(), parallel);
      Consumer<FileResult> listener =
          result -> {
            ids.add(result);
            print(screen, result, lines);
          };
      report = new BulkUpload(client, settings, progress, listener).run(found);
    }
    return report(report, ids.complete());
  }

  private MapFile openMap() {
    try {
      return new MapFile(map);
    } catch (IOException unwritable) {
      throw remote.wrong("--map: " + map + " cannot be written");
    }
  }

  private IdSource source() {
    return switch (idFrom) {
      case "content" -> IdSource.CONTENT;
      case "name" -> IdSource.NAME;
      default -> throw remote.wrong("--id-from: it is neither content nor name");
    };
  }

  private List<LocalFile> found() {
    for (Path file : files) {
      if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
        throw remote.wrong("there is no file " + TextFormat.line(file.toString()));
      }
    }
    try {
      return LocalFile.under(files);
    } catch (IOException unreadable) {
      throw remote.wrong("the files cannot be listed");
    }
  }

  private void print(Terminal screen, FileResult result, boolean lines) {
    String name = result.file().path().toString();
    if (json) {
      screen.print(asJson(result, name).toString());
    } else if (lines) {
      switch (result) {
        case FileResult.Uploaded done -> screen.print(done.id() + "  " + TextFormat.line(name));
        case FileResult.Present there -> screen.print(there.id() + "  " + TextFormat.line(name));
        case FileResult.Failed failed -> {} // told at the end
      }
    }
  }

  private static ResponseJson asJson(FileResult result, String name) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", name);
    switch (result) {
      case FileResult.Uploaded done -> {
        members.put("result", "uploaded");
        members.put("id", done.id());
      }
      case FileResult.Present there -> {
        members.put("result", "present");
        members.put("id", there.id());
      }
      case FileResult.Failed failed -> {
        members.put("result", "failed");
        members.put("reason", failed.reason());
      }
    }
    return ResponseJson.object(members);
  }

  private int report(UploadReport report, boolean mapped) {
    report.failures().forEach(System.err::println);
    if (!mapped) {
      System.err.println("calotype: " + map + " lacks lines that could not be written");
    }
    RuntimeException stop = report.stop();
    if (stop != null) {
      System.err.println("calotype: " + stop.getMessage());
    }
    System.out.println(json ? asJson(report) : report.summary());
    return report.complete() && mapped ? 0 : 1;
  }

  private static ResponseJson asJson(UploadReport report) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("uploaded", report.uploaded());
    members.put("present", report.present());
    members.put("failed", report.failed());
    members.put("untried", report.untried());
    members.put("bytes", report.bytes());
    members.put("millis", report.took().toMillis());
    return ResponseJson.object(members);
  }
}

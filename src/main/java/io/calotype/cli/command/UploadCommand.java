package io.calotype.cli.command;

import io.calotype.cli.client.BulkUpload;
import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.client.FileResult;
import io.calotype.cli.client.IdSource;
import io.calotype.cli.client.LocalFile;
import io.calotype.cli.client.UnfinishedUploads;
import io.calotype.cli.client.UploadProgress;
import io.calotype.cli.client.UploadReport;
import io.calotype.cli.client.UploadSettings;
import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/// The command `calotype upload`.
@Command(
    name = "upload",
    description = {"Uploads files, and all files in folders, to a running server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "An interrupted run can be repeated: files that the server has are not sent again, and a"
          + " file of 16 MiB or more continues in its middle for 24 hours. With --json, one line for"
          + " each file, and one with the totals. Exit code 1 if any file failed, or a line of --map"
          + " could not be written.",
      "",
      "Example: ./calotype upload ~/Pictures --group holiday",
      ""
    })
public final class UploadCommand implements Callable<Integer> {
  /// On a terminal, ids are printed for at most this number of files.
  private static final int FEW = 20;

  private static final int MAX_PARALLEL = 256;

  private static final String CONTINUES =
      "the same command goes on from here, for 24 hours also in the middle of a file of 16 MiB or"
          + " more";

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and folders to upload.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private List<Path> files;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      converter = CliConverters.Groups.class,
      description = "Group of the media.")
  private @Nullable Group group;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      converter = CliConverters.Durations.class,
      description = "Time to live, such as 2h, 30d or PT90M (default: unlimited).")
  private @Nullable Duration ttl;

  @Mixin private PrivateOption hidden = new PrivateOption();

  @Option(
      names = "--id-from",
      paramLabel = "SOURCE",
      description =
          "Source of the ids: content (f- and the digest), or name (the file name without its"
              + " extension) (default: content).")
  private String idFrom = "content";

  @Option(
      names = "--map",
      paramLabel = "OUTPUT",
      description =
          "Write a list of the uploaded files to OUTPUT, a line each: path, tab, id. Replaces an"
              + " existing file.")
  private @Nullable Path map;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Number of parallel uploads, 1 to 256 (default: 4).")
  private int parallel = 4;

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    remote.requireParallel(parallel, MAX_PARALLEL);
    CalotypeClient client = remote.server();
    List<LocalFile> found = found();
    UploadProgress progress = new UploadProgress(found);
    boolean lines = json.columns() == 0 || found.size() <= FEW;
    MapFile ids = openMap();
    UnfinishedUploads unfinished = unfinished();
    boolean continues = found.stream().anyMatch(BulkUpload::large) && unfinished.usable();
    UploadReport report;
    try (ids;
        Terminal screen =
            new Terminal(progress, json.columns(), continues ? CONTINUES : Terminal.GOES_ON)) {
      UploadSettings settings = new UploadSettings(group, ttl, hidden.set(), source(), parallel);
      Consumer<FileResult> listener =
          result -> {
            ids.add(result);
            print(screen, result, lines);
          };
      report = new BulkUpload(client, settings, unfinished, progress, listener).run(found);
    }
    return report(report, ids.complete());
  }

  private static UnfinishedUploads unfinished() {
    Map<String, String> environment = System.getenv();
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    return UnfinishedUploads.in(UnfinishedUploads.folderOf(environment, home), Instant.now());
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
    if (json.enabled()) {
      screen.print(asJson(result, name).toString());
    } else if (lines) {
      switch (result) {
        case FileResult.Uploaded done -> screen.print(done.id() + "  " + TextFormat.line(name));
        case FileResult.Present there -> screen.print(there.id() + "  " + TextFormat.line(name));
        case FileResult.Failed failed -> {} // reported at the end
      }
    }
  }

  private static JsonValue asJson(FileResult result, String name) {
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
    return JsonValue.object(members);
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
    json.print(asJson(report), totals -> List.of(report.summary()));
    return report.complete() && mapped ? 0 : 1;
  }

  private static JsonValue asJson(UploadReport report) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("uploaded", report.uploaded());
    members.put("present", report.present());
    members.put("failed", report.failed());
    members.put("untried", report.untried());
    members.put("bytes", report.bytes());
    members.put("millis", report.took().toMillis());
    return JsonValue.object(members);
  }
}

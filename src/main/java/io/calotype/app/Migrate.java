package io.calotype.app;

import io.calotype.catalog.redis.OldKeys;
import io.calotype.client.Json;
import io.calotype.client.Server;
import io.calotype.client.Steps;
import io.calotype.client.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `calotype migrate`.
@Command(
    name = "migrate",
    description = {
      "Moves pictures that an application keeps in Redis as base64 to a running server. A record keeps"
          + " its other members and its time to live.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "It can be stopped and run again: what was moved is passed over. Ends with 1 where any has"
          + " failed; those stay as they are.",
      "",
      "Example: ./calotype migrate --from redis://127.0.0.1:6379 --pattern 'image:*' --dry-run",
      ""
    })
final class Migrate implements Callable<Integer> {
  private static final int MAX_PARALLEL = 64;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "The Redis (CALOTYPE_REDIS_URL, which other users of the machine do not see).")
  private @Nullable String from;

  @Option(
      names = "--pattern",
      paramLabel = "GLOB",
      description = "Which keys (image:*). Behind the first colon is the id.")
  private String pattern = "image:*";

  @Option(names = "--parallel", paramLabel = "N", description = "How many at once (4).")
  private int parallel = 4;

  @Option(names = "--dry-run", description = "Reads all of them, and moves none.")
  private boolean dry;

  @Option(
      names = "--failures",
      paramLabel = "FILE",
      description = "Where those are listed that have failed (migrate-failures.jsonl).")
  private Path list = Path.of("migrate-failures.jsonl");

  @Option(names = "--json", description = "Prints the sums as JSON, in one line.")
  private boolean json;

  @Mixin private Remote remote = new Remote();

  @Override
  public Integer call() {
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw remote.wrong("--parallel is a number from 1 to " + MAX_PARALLEL);
    }
    Logging.quiet();
    Server server = remote.server();
    if (!dry) {
      server.greet();
    }
    try (OldKeys keys = OldKeys.open(source())) {
      return migrated(keys, server);
    } catch (IOException unusable) {
      throw remote.wrong("--from: " + unusable.getMessage());
    }
  }

  private String source() {
    String given = from == null ? System.getenv(Setting.PREFIX + Setting.REDIS_URL) : from;
    if (given == null || given.isBlank()) {
      throw remote.wrong("--from is missing: it says in which Redis the pictures are");
    }
    return given.strip();
  }

  private int migrated(OldKeys keys, Server server) throws IOException {
    AtomicLong total = new AtomicLong();
    keys.each(pattern, batch -> total.addAndGet(batch.size()));
    Steps steps = new Steps(total.get());
    MigrationRun run = new MigrationRun(new Migration(keys, server, dry), steps, parallel);
    long usedBefore = keys.usedBytes();
    long begun = System.nanoTime();
    RuntimeException lost = null;
    Screen screen = new Screen(steps, json ? 0 : Screen.terminal());
    try {
      run.all(pattern);
    } catch (RuntimeException stopped) {
      lost = stopped;
    } finally {
      screen.close();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    report(run, took, usedBefore, lost == null ? keys.usedBytes() : 0);
    if (lost != null) {
      System.err.println("calotype: " + lost.getMessage() + "; the same command goes on from here");
    }
    return lost == null && run.failures().isEmpty() ? 0 : 1;
  }

  private void report(MigrationRun run, Duration took, long usedBefore, long usedAfter)
      throws IOException {
    if (json) {
      System.out.println(sums(run, took, usedBefore, usedAfter));
    } else {
      System.out.println(summary(run, took));
      if (!dry && usedAfter > 0) {
        System.out.println(
            "Redis used " + Text.bytes(usedBefore) + " before and uses " + Text.bytes(usedAfter));
      }
    }
    run.reasons()
        .forEach((reason, count) ->
            System.err.println(Text.count(count, "record") + " failed: " + Text.line(reason)));
    if (!run.failures().isEmpty()) {
      Files.write(list, run.failures().stream().map(Migrate::line).toList());
      System.err.println("calotype: " + list + " lists them");
    }
  }

  private String summary(MigrationRun run, Duration took) {
    return run.moved()
        + (dry ? " would be moved (" : " moved (")
        + Text.bytes(run.bytes())
        + "), "
        + run.already()
        + " there already, "
        + run.noPicture()
        + " without a picture, "
        + run.failures().size()
        + (dry ? " would fail; " : " failed; ")
        + Text.duration(took);
  }

  private Json sums(MigrationRun run, Duration took, long usedBefore, long usedAfter) {
    Map<String, Object> sums = new LinkedHashMap<>();
    sums.put("moved", run.moved());
    sums.put("bytes", run.bytes());
    sums.put("already", run.already());
    sums.put("noPicture", run.noPicture());
    sums.put("failed", run.failures().size());
    sums.put("dryRun", dry);
    sums.put("millis", took.toMillis());
    sums.put("redisBytesBefore", usedBefore);
    sums.put("redisBytesAfter", usedAfter);
    return Json.object(sums);
  }

  private static String line(MigrationRun.Failure failure) {
    Map<String, @Nullable String> line = new LinkedHashMap<>();
    line.put("key", failure.key());
    line.put("reason", failure.reason());
    return Json.object(line).toString();
  }
}

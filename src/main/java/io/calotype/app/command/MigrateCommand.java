package io.calotype.app.command;

import io.calotype.app.Logging;
import io.calotype.app.config.Setting;
import io.calotype.catalog.redis.LegacyKeys;
import io.calotype.cli.client.CalotypeClient;
import io.calotype.cli.command.JsonOption;
import io.calotype.cli.command.PrivateOption;
import io.calotype.cli.command.ServerConnection;
import io.calotype.cli.command.Terminal;
import io.calotype.cli.text.StepCount;
import io.calotype.cli.text.TextFormat;
import io.calotype.failure.MediaException;
import io.calotype.json.JsonValue;
import io.calotype.legacy.LegacyPicture;
import java.io.IOException;
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

/// The command `calotype migrate`.
@Command(
    name = "migrate",
    description = {
      "Moves pictures that an application stores in Redis as base64 to a running server. A record"
          + " keeps its other members and its time to live.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "An interrupted run can be repeated: records that were moved are skipped. Exit code 1 if any"
          + " record failed; failed records are unchanged.",
      "",
      "Example: ./calotype migrate --from redis://127.0.0.1:6379 --pattern 'image:*' --dry-run",
      ""
    })
final class MigrateCommand implements Callable<Integer> {
  private static final int MAX_PARALLEL = 64;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "URL of Redis (default: CALOTYPE_REDIS_URL, which is hidden from other users).")
  private @Nullable String from;

  @Option(
      names = "--pattern",
      paramLabel = "GLOB",
      description = "Keys to move; the id follows the first colon (default: image:*).")
  private String pattern = "image:*";

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      description =
          "Owner of the media, key:NAME or sub:SUBJECT; requires the key of an admin (default: the"
              + " caller).")
  private @Nullable String owner;

  @Option(
      names = "--group-from",
      paramLabel = "MEMBER",
      description = "Member of each record that holds the group (default: no group).")
  private @Nullable String groupFrom;

  @Mixin private PrivateOption hidden = new PrivateOption();

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "Member of each record that holds the picture (default: base64_data).")
  private String field = LegacyPicture.DATA;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Number of parallel uploads, 1 to 64 (default: 4).")
  private int parallel = 4;

  @Option(names = "--dry-run", description = "Read and check all records; move none.")
  private boolean dry;

  @Option(
      names = "--failures",
      paramLabel = "FILE",
      description = "List of failed records (default: migrate-failures.jsonl).")
  private Path list = Path.of("migrate-failures.jsonl");

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private ServerConnection remote = new ServerConnection();

  @Override
  public Integer call() {
    remote.requireParallel(parallel, MAX_PARALLEL);
    Logging.quiet();
    CalotypeClient client = remote.server();
    if (!dry) {
      client.greet();
    }
    try (FailureList failures = new FailureList(list);
        LegacyKeys keys = LegacyKeys.open(source())) {
      if (!failures.writable()) {
        throw remote.wrong("--failures: " + list + " cannot be written");
      }
      return migrated(new Migration(keys, client, terms(), dry), failures);
    } catch (IOException unusable) {
      throw remote.wrong("--from: " + unusable.getMessage());
    } catch (MediaException away) {
      System.err.println("calotype: Redis does not answer");
      return 1;
    }
  }

  private Migration.Terms terms() {
    if (owner != null && !owner.matches("(key|sub):.+")) {
      throw remote.wrong("--owner: it is neither key:NAME nor sub:SUBJECT");
    }
    return new Migration.Terms(owner, groupFrom, hidden.set(), field);
  }

  private String source() {
    String given = from == null ? System.getenv(Setting.PREFIX + Setting.REDIS_URL) : from;
    if (given == null || given.isBlank()) {
      throw remote.wrong("--from is missing: it says in which Redis the pictures are");
    }
    return given.strip();
  }

  private int migrated(Migration migration, FailureList failures) {
    LegacyKeys keys = migration.keys();
    AtomicLong total = new AtomicLong();
    keys.each(pattern, batch -> total.addAndGet(batch.size()));
    StepCount steps = new StepCount(total.get());
    MigrationRun run = new MigrationRun(migration, steps, failures, parallel);
    long usedBefore = keys.usedBytes();
    long begun = System.nanoTime();
    RuntimeException lost = null;
    Terminal screen = new Terminal(steps, json.columns());
    try {
      run.all(pattern);
    } catch (RuntimeException stopped) {
      lost = stopped;
    } finally {
      screen.close();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.println(
        json.enabled()
            ? sums(run, failures, took, usedBefore, keys.usedBytes())
            : summary(run, failures, took) + used(usedBefore, keys.usedBytes()));
    complain(failures, lost);
    return lost == null && failures.count() == 0 ? 0 : 1;
  }

  private String used(long before, long after) {
    return dry || after == 0
        ? ""
        : "\nRedis used "
            + TextFormat.bytes(before)
            + " before and uses "
            + TextFormat.bytes(after);
  }

  private void complain(FailureList failures, @Nullable RuntimeException lost) {
    failures
        .reasons()
        .forEach((reason, count) ->
            System.err.println(
                TextFormat.count(count, "record") + " failed: " + TextFormat.line(reason)));
    if (failures.count() > 0) {
      String lines = failures.complete() ? " lists them" : " lacks lines that could not be written";
      System.err.println("calotype: " + list + lines);
    }
    if (lost != null) {
      String why = TextFormat.line(String.valueOf(lost.getMessage()));
      System.err.println("calotype: " + why + "; the same command goes on from here");
    }
  }

  private String summary(MigrationRun run, FailureList failures, Duration took) {
    return run.moved()
        + (dry ? " would be moved (" : " moved (")
        + TextFormat.bytes(run.bytes())
        + "), "
        + run.already()
        + " there already, "
        + run.noPicture()
        + " without a picture, "
        + failures.count()
        + (dry ? " would fail; " : " failed; ")
        + TextFormat.duration(took);
  }

  private JsonValue sums(
      MigrationRun run, FailureList failures, Duration took, long usedBefore, long usedAfter) {
    Map<String, Object> sums = new LinkedHashMap<>();
    sums.put("moved", run.moved());
    sums.put("bytes", run.bytes());
    sums.put("already", run.already());
    sums.put("noPicture", run.noPicture());
    sums.put("failed", failures.count());
    sums.put("dryRun", dry);
    sums.put("millis", took.toMillis());
    sums.put("redisBytesBefore", usedBefore);
    sums.put("redisBytesAfter", usedAfter);
    return JsonValue.object(sums);
  }
}

package io.calotype.app.command;

import io.calotype.app.Closer;
import io.calotype.app.Logging;
import io.calotype.app.RebuildGraph;
import io.calotype.app.config.Config;
import io.calotype.app.config.ConfigReader;
import io.calotype.app.config.Setting;
import io.calotype.cli.command.JsonOption;
import io.calotype.cli.command.Terminal;
import io.calotype.cli.text.StepCount;
import io.calotype.failure.MediaException;
import io.calotype.media.Visibility;
import io.calotype.rebuild.CatalogRebuild;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype catalog rebuild`.
@Command(
    name = "rebuild",
    description = {
      "Makes a record for each stored original that has none, after the catalog was lost. Decodes"
          + " every such original. Records that exist are not changed.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Uses the settings of serve. Stop every server of the data set first. An interrupted run can"
          + " be repeated: it continues. Groups, attributes, file names, owners and expiry times"
          + " are in the lost records only. Exit code 1 if an original cannot be decoded.",
      "",
      "Example: ./calotype catalog rebuild --data /srv/media --dry-run",
      ""
    })
final class RebuildCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Mixin private ConfigFile file = new ConfigFile();

  @Option(
      names = "--visibility",
      paramLabel = "VISIBILITY",
      converter = VisibilityConverter.class,
      description = "Visibility of the media: private or public (default: private).")
  private Visibility visibility = Visibility.PRIVATE;

  @Option(
      names = "--adopt",
      description =
          "Let the originals belong to this catalog when the run is complete, in place of the one"
              + " that is lost.")
  private boolean adopt;

  @Option(names = "--dry-run", description = "Read and decode all originals; make no record.")
  private boolean dry;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    Logging.quiet();
    try (Closer closer = new Closer()) {
      Config config = ConfigReader.read(file.path(), System.getenv(), flags());
      return rebuilt(RebuildGraph.open(config, closer), config);
    } catch (ConfigReader.InvalidConfigException invalid) {
      System.err.println("calotype: the configuration is wrong: " + invalid.getMessage());
      return 2;
    } catch (IOException unusable) {
      System.err.println("calotype: " + unusable.getMessage());
      return 1;
    } catch (MediaException away) {
      System.err.println(
          "calotype: a store cannot be used: "
              + RebuildReport.words(away.failure())
              + "; the same command goes on from here");
      return 1;
    }
  }

  private Map<Setting, String> flags() {
    String folder = data.folder();
    return folder == null ? Map.of() : Map.of(Setting.DATA_DIR, folder);
  }

  private int rebuilt(RebuildGraph graph, Config config) throws IOException {
    String former = graph.claim();
    if (former != null && !adopt && !dry) {
      throw new IOException(
          "the originals belong to the catalog %s, and this one is %s; use the settings of that"
                  .formatted(former, graph.identity())
              + " catalog, or restore its backup; only if its records are lost for good, and no"
              + " server uses it, add --adopt");
    }
    CatalogRebuild rebuild = graph.rebuild(visibility);
    StepCount steps = new StepCount(rebuild.count());
    RebuildReport report = new RebuildReport(dry, json.enabled());
    long begun = System.nanoTime();
    try (Terminal screen = new Terminal(steps, json.columns())) {
      CatalogRebuild.Mode mode = dry ? CatalogRebuild.Mode.DRY_RUN : CatalogRebuild.Mode.APPLY;
      int unreadable =
          rebuild.run(
              mode,
              config.rendering().workers(),
              (original, result) -> {
                report.add(original, result).ifPresent(screen::print);
                steps.advance(1);
              });
      report.unreadable(unreadable);
    }
    if (!dry) {
      graph.adopt(former);
    }
    System.out.println(report.sums(Duration.ofNanos(System.nanoTime() - begun)));
    return report.complete() ? 0 : 1;
  }

  /// Converts the words for a visibility.
  static final class VisibilityConverter implements CommandLine.ITypeConverter<Visibility> {
    @Override
    public Visibility convert(String text) {
      return Stream.of(Visibility.values())
          .filter(known -> known.text().equals(text.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () -> new CommandLine.TypeConversionException("a visibility is private or public"));
    }
  }
}

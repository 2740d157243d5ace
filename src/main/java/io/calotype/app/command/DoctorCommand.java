package io.calotype.app.command;

import io.calotype.app.Build;
import io.calotype.app.Closer;
import io.calotype.app.DecoderStart;
import io.calotype.app.Logging;
import io.calotype.app.config.Config;
import io.calotype.app.config.ConfigReader;
import io.calotype.cache.CacheInspection;
import io.calotype.imaging.ImageEngine;
import io.calotype.rendition.Decoders;
import io.calotype.sandbox.Confinement;
import io.calotype.sandbox.ConfinementPolicy;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The command `calotype doctor`.
@Command(
    name = "doctor",
    description = {
      "Shows the capabilities of this machine: tries to read and write each format, and names the"
          + " packages that add missing formats.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 1 if a bundled format does not work.", ""})
final class DoctorCommand implements Callable<Integer> {
  @Mixin private ConfigFile file = new ConfigFile();

  @Override
  public Integer call() {
    try {
      return examine(ConfigReader.read(file.path(), System.getenv(), Map.of()));
    } catch (ConfigReader.InvalidConfigException invalid) {
      System.err.println("calotype: the configuration is wrong: " + invalid.getMessage());
      return 2;
    } catch (IOException unusable) {
      System.err.println("calotype: " + unusable.getMessage());
      return 1;
    }
  }

  private static int examine(Config config) throws IOException {
    Logging.quiet();
    Path folder = Files.createTempDirectory("calotype-doctor");
    try (Closer closer = new Closer()) {
      Decoders decoders =
          DecoderStart.of(
              config.rendering(),
              new DecoderStart.Folders(folder.resolve("benches"), folder.resolve("native")),
              new Telemetry(),
              closer);
      machine(config, decoders);
      return new FormatTable(decoders, folder).print(System.out) ? 0 : 1;
    } finally {
      deleteAll(folder);
    }
  }

  private static void machine(Config config, Decoders decoders) {
    line("Calotype", Build.version());
    line("Java", Runtime.version() + ", " + System.getProperty("java.home"));
    line("our libvips", ImageEngine.VERSION);
    line("system's libvips", systemLibvips(config));
    line("ffmpeg", decoders.ffmpeg().summary());
    line("confinement", confinement(config));
    renditions(CacheInspection.of(config.storage().dataDir().resolve("renditions")));
    System.out.println();
  }

  private static String systemLibvips(Config config) {
    return Optional.ofNullable(config.rendering().programs().systemLibvips())
        .map(Path::toString)
        .orElse("none");
  }

  private static void renditions(CacheInspection found) {
    line("renditions", found.entries() + " files, " + found.bytes() + " bytes");
    found.unreadable().forEach(folder -> line("", "cannot be listed: " + folder));
  }

  private static String confinement(Config config) {
    if (config.rendering().confinement() == ConfinementPolicy.Mode.OFF) {
      return "switched off";
    }
    try {
      return "Landlock " + Confinement.ofThisMachine().landlock() + " and seccomp";
    } catch (UnsupportedOperationException missing) {
      return "none: " + missing.getMessage();
    }
  }

  private static void line(String name, String value) {
    System.out.printf("%-17s %s%n", name, value);
  }

  private static void deleteAll(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

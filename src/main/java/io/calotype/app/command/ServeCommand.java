package io.calotype.app.command;

import io.calotype.app.App;
import io.calotype.app.Logging;
import io.calotype.app.config.Config;
import io.calotype.app.config.ConfigReader;
import io.calotype.app.config.LogConfig;
import io.calotype.app.config.Setting;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `calotype serve`.
@Command(
    name = "serve",
    description = {"Starts the server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "All other settings are environment variables or lines in the configuration file; README.md"
          + " lists them. Ctrl-C stops the server.",
      "",
      "Example: ./calotype serve --port 9000 --data /srv/media",
      ""
    })
final class ServeCommand implements Callable<Integer> {
  /// Shutdown limit. Longer than the server waits for active requests, shorter than supervisors
  /// wait (30 s or more).
  private static final Duration STOP = Duration.ofSeconds(20);

  /// The time between two checks of the lock.
  private static final Duration LOCK_CHECK = Duration.ofSeconds(1);

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 selects any free port (default: 8080).")
  private @Nullable String port;

  @Mixin private DataOption data = new DataOption();

  @Mixin private ConfigFile file = new ConfigFile();

  @Override
  public Integer call() throws InterruptedException {
    LogConfig early = ConfigReader.earlyLog(file.path(), System.getenv());
    Logging.configure(early);
    Startup startup = new Startup(early);
    try {
      return serve(ConfigReader.read(file.path(), System.getenv(), flags()), startup);
    } catch (ConfigReader.InvalidConfigException invalid) {
      startup.invalid(String.valueOf(invalid.getMessage()).lines().toList());
      return 2;
    } catch (IOException unusable) {
      startup.failed(String.valueOf(unusable.getMessage()));
      return 1;
    }
  }

  /// Serves until the process receives SIGTERM or SIGINT, and then exits with 0. Also stops if
  /// another server has taken the data folder or the data set.
  private static int serve(Config config, Startup startup)
      throws IOException, InterruptedException {
    Logging.configure(config.log());
    App app = App.start(config);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(app)));
    startup.ready(app.url(), config.storage().dataDir());
    @Nullable String lost = app.lost();
    while (lost == null) {
      Thread.sleep(LOCK_CHECK);
      lost = app.lost();
    }
    startup.failed(lost);
    return 1;
  }

  /// Closes the server within [#STOP], then halts the JVM: a thread that hangs in a file operation
  /// ends only with the process. Without the halt, an exit by a signal has code 143.
  private static void end(App app) {
    EventLog.info("stop.began");
    Thread closing =
        Thread.ofPlatform()
            .daemon()
            .name("stop")
            .start(() -> Runtime.getRuntime().halt(closed(app)));
    try {
      closing.join(STOP);
      EventLog.warn("stop.forced", "seconds", STOP.toSeconds());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static int closed(App app) {
    try {
      app.close();
      return 0;
    } catch (RuntimeException failed) {
      EventLog.error("stop.failed", failed);
      return 1;
    }
  }

  private Map<Setting, String> flags() {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    put(flags, Setting.HOST, host);
    put(flags, Setting.PORT, port);
    put(flags, Setting.DATA_DIR, data.folder());
    return flags;
  }

  private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
    if (value != null) {
      flags.put(setting, value);
    }
  }
}

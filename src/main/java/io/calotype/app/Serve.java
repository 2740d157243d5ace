package io.calotype.app;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `calotype serve`.
@Command(
    name = "serve",
    description = {"Starts the server.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Every other setting is an environment variable, or a line in the configuration file; README.md"
          + " lists them. Ctrl-C ends the server.",
      "",
      "Example: ./calotype serve --port 9000 --data /srv/media",
      ""
    })
final class Serve implements Callable<Integer> {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen at (127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen at (8080); 0 is any.")
  private @Nullable String port;

  @Option(names = "--data", paramLabel = "FOLDER", description = "Data folder (./media-storage).")
  private @Nullable String data;

  @Mixin private ConfigFile file = new ConfigFile();

  @Override
  public Integer call() throws InterruptedException {
    try {
      return serve(ConfigReader.read(file.path(), System.getenv(), flags()));
    } catch (ConfigReader.InvalidConfigException invalid) {
      System.err.println("calotype: the configuration is wrong:");
      String.valueOf(invalid.getMessage()).lines().forEach(line -> System.err.println("  " + line));
      return 2;
    } catch (IOException unusable) {
      System.err.println("calotype: " + unusable.getMessage());
      return 1;
    }
  }

  private static int serve(Config config) throws IOException, InterruptedException {
    Logging.configure(config.logFormat(), config.debug());
    App app = App.start(config);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  app.close();
                  ended.countDown();
                }));
    System.out.println("Calotype is ready at " + app.url() + ", data in " + config.dataDir());
    ended.await();
    return 0;
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    put(flags, Setting.HOST, host);
    put(flags, Setting.PORT, port);
    put(flags, Setting.DATA_DIR, data);
    return flags;
  }

  private static void put(Map<String, String> flags, Setting setting, @Nullable String value) {
    if (value != null) {
      flags.put(setting.name(), value);
    }
  }
}

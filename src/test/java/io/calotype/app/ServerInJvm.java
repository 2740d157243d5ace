package io.calotype.app;

import io.calotype.Await;
import io.calotype.app.config.Config;
import io.calotype.app.config.ConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A whole server in this JVM: the object graph of `serve` on this machine's adapters, with
/// sockets, files and renderer processes. It lacks the command line, the exit code, and an
/// environment.
///
/// Nothing of it may outlive [#stop]: no listener, no open file in its data folder, no renderer,
/// and after the last server no thread. A test that leaves one of them fails itself.
public final class ServerInJvm {
  /// The threads of a server, by their names in the sources.
  private static final Pattern THREADS =
      Pattern.compile(
          "(vert\\.x-|disk-|disk-cache|free-space|renderer-log|cdn-|statistics-|idle-trim"
              + "|render-watchdog|census|upkeep|scrub|data-set-|changes-|node-|server-|leases-"
              + "|ffmpeg-output|counts-|upgrades-|move).*");

  private static final AtomicInteger RUNNING = new AtomicInteger();

  private final Path data;
  private final JvmLog.Lines log;
  private final App app;

  private ServerInJvm(Path data, JvmLog.Lines log, App app) {
    this.data = data;
    this.log = log;
    this.app = app;
  }

  /// Starts a server on the folder `data` and a free port.
  ///
  /// Errors: an `UncheckedIOException` with the reason in one line.
  ///
  /// @param environment the configuration, as `serve` finds it in its environment
  public static ServerInJvm start(Path data, Map<String, String> environment) {
    refuse(JvmLog.strays());
    Config config = ConfigReader.read(null, environment, Map.of());
    JvmLog.Lines log = JvmLog.open(config.log());
    try {
      App app = App.start(config);
      RUNNING.incrementAndGet();
      return new ServerInJvm(data, log, app);
    } catch (IOException refused) {
      JvmLog.close(log);
      throw new UncheckedIOException(refused);
    }
  }

  /// The address that it listens at.
  public URI base() {
    return URI.create(app.url());
  }

  /// The lines of the log since its start.
  public List<String> log() {
    return log.all();
  }

  /// Its renderer processes.
  public List<ProcessHandle> renderers() {
    return ProcessHandle.current().descendants().filter(this::worksHere).toList();
  }

  private boolean worksHere(ProcessHandle process) {
    return inData(Path.of("/proc", process.pid() + "", "cwd"));
  }

  /// Stops it, and waits until nothing of it is left.
  ///
  /// Errors: an `AssertionError` if an error was logged.
  public void stop() {
    try {
      app.close();
    } finally {
      JvmLog.close(log);
    }
    Await.until(() -> !listens(), "no listener after the stop");
    Await.until(() -> openFiles().isEmpty(), "no open file after the stop");
    Await.until(() -> renderers().isEmpty(), "no renderer after the stop");
    if (RUNNING.decrementAndGet() == 0) {
      Await.until(() -> threads().isEmpty(), "no thread after the stop");
    }
    refuse(log.errors());
    refuse(JvmLog.strays());
  }

  private static void refuse(List<String> errors) {
    if (!errors.isEmpty()) {
      throw new AssertionError(String.join("\n", errors));
    }
  }

  private boolean listens() {
    try (Socket open = new Socket(InetAddress.getLoopbackAddress(), base().getPort())) {
      return open.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private List<Path> openFiles() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(this::inData).toList();
    }
  }

  /// Whether the link `file` of proc(5) leads into the data folder.
  private boolean inData(Path file) {
    try {
      return Files.readSymbolicLink(file).startsWith(data.toAbsolutePath());
    } catch (IOException closed) {
      return false;
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> THREADS.matcher(name).matches())
        .toList();
  }
}

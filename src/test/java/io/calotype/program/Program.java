package io.calotype.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A server as a process: `./calotype serve`, as in the README.
final class Program extends Server {
  private static final Pattern READY = Pattern.compile("(http://[0-9.]+:[0-9]+)");
  private static final int START_SECONDS = 300;

  /// Most programs of tests live for seconds: the best compiler, and methods that are compiled
  /// ahead of their use, would cost more than they save. A test that sends gigabytes sets
  /// `JAVA_OPTS` itself: only the best compiler knows SHA-256.
  static final String FAST_START =
      "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining";

  static {
    record();
  }

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Process process;
  private final URI base;

  private Program(Process process) {
    this.process = process;
    CompletableFuture<URI> ready = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(ready));
    this.base = ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
  }

  /// Has the launcher record a start, unless it has done so after the build: each later start takes
  /// half the time.
  private static void record() {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("calotype").toAbsolutePath().toString(), "record");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      if (!builder.start().waitFor(START_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("./calotype record does not end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts on the folder `data` with `settings`, as [#environment] has them.
  static Program start(Path data, Map<String, String> settings) {
    placeLibrary(data);
    return start(List.of(), data, settings);
  }

  /// The same by another command, for example `setpriv --reuid=65534`, that becomes the program.
  static Program start(List<String> prefix, Path data, Map<String, String> settings) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(Path.of("calotype").toAbsolutePath().toString(), "serve"));
    command.addAll(List.of("--port", "0", "--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment(settings));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putIfAbsent("CALOTYPE_JAVA_OPTS", FAST_START);
    try {
      return new Program(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Program start(Path data) {
    return start(data, Map.of());
  }

  private void read(CompletableFuture<URI> ready) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        Matcher matcher = READY.matcher(line);
        if (matcher.find()) {
          ready.complete(URI.create(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      log.add(e.toString());
    }
    ready.completeExceptionally(new IllegalStateException("not started: " + log));
  }

  @Override
  URI base() {
    return base;
  }

  /// The lines that it has printed.
  @Override
  List<String> log() {
    return List.copyOf(log);
  }

  /// How many files and sockets it has open (proc(5)).
  long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc", process.pid() + "", "fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  List<ProcessHandle> renderers() {
    return process.toHandle().descendants().filter(ProcessHandle::isAlive).toList();
  }

  /// Ends it without any chance to clean up, its renderers by its own design.
  void kill() {
    process.destroyForcibly();
    waitFor();
  }

  /// Asks it to end, and waits until it has.
  int stop() {
    process.toHandle().destroy(); // Process.destroy would close its output too
    return waitFor();
  }

  private int waitFor() {
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException("does not end: " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
    if (log.stream().anyMatch(line -> line.contains("level=error"))) {
      throw new AssertionError(String.join("\n", log));
    }
  }
}

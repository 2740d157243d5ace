package io.calotype.program;

import io.calotype.Await;
import io.calotype.disk.PrivateFiles;
import io.calotype.imaging.worker.NativeLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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

/// One running Calotype on a free port: `./calotype serve`, as in the README.
final class Program implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("(http://[0-9.]+:[0-9]+)");
  private static final int START_SECONDS = 300;

  /// Most programs of tests live for seconds: the best compiler, and methods that are compiled
  /// ahead of their use, would cost more than they save. A test that sends gigabytes sets
  /// `JAVA_OPTS` itself: only the best compiler knows SHA-256.
  private static final String FAST_START =
      "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining";

  /// Makes the renditions of an upload that a program makes without settings.
  static final Map<String, String> ALL_PRESETS = Map.of("PREGENERATE", "small,medium,large");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final Process process;
  private final URI base;

  private Program(Process process) {
    this.process = process;
    CompletableFuture<URI> ready = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(ready));
    this.base = ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
  }

  /// Starts on the folder `data`; `settings` are configuration keys without their prefix, and
  /// variables of the locale as they are. It has one renderer and makes one rendition of an upload:
  /// a start and an upload cost less, and few tests need more.
  static Program start(Path data, Map<String, String> settings) {
    placeLibrary(data);
    return start(List.of(), data, settings);
  }

  /// Unpacking libvips takes a tenth of the processor time of a first start.
  private static void placeLibrary(Path data) {
    try {
      Path library = NativeLibrary.installedIn(Path.of("target", "native"));
      Path folder = data.resolve("native");
      if (!Files.exists(folder)) {
        PrivateFiles.createFolder(data);
        Files.createDirectory(folder);
        Files.createLink(folder.resolve(library.getFileName()), library);
      }
    } catch (IOException | UnsupportedOperationException otherFileSystem) {
      // the program unpacks it
    }
  }

  /// The same by another command, for example `setpriv --reuid=65534`, that becomes the program.
  static Program start(List<String> prefix, Path data, Map<String, String> settings) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(Path.of("calotype").toAbsolutePath().toString(), "serve"));
    command.addAll(List.of("--port", "0", "--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CALOTYPE_RENDER_WORKERS", "1");
    builder.environment().put("CALOTYPE_PREGENERATE", "small");
    settings.forEach((key, value) -> builder.environment().put(variable(key), value));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putIfAbsent("CALOTYPE_JAVA_OPTS", FAST_START);
    try {
      return new Program(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String variable(String key) {
    return key.startsWith("LC_") || key.equals("LANG") ? key : "CALOTYPE_" + key;
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

  /// The lines that it has printed.
  List<String> log() {
    return List.copyOf(log);
  }

  /// The lines that it has printed after one of them contains `part`: its log comes through a pipe,
  /// and later than its answers.
  List<String> logUntil(String part) {
    Await.until(() -> log.stream().anyMatch(line -> line.contains(part)), "a line with " + part);
    return log();
  }

  /// Waits until the bodies of `count` uploads are being received into `data`. Several event loops
  /// read connections, in any order.
  static void awaitIncoming(Path data, int count) {
    Await.until(
        () -> {
          try (Stream<Path> files = Files.list(data.resolve("incoming"))) {
            return files.count() == count;
          }
        },
        count + " uploads under way");
  }

  /// A connection of its own, for what no HTTP client would send.
  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), base.getPort());
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

  int port() {
    return base.getPort();
  }

  /// Its renderer processes.
  List<ProcessHandle> renderers() {
    return process.toHandle().descendants().filter(ProcessHandle::isAlive).toList();
  }

  /// A request builder for `path`, which begins with a slash.
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<byte[]>> sendAsync(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofByteArray());
  }

  /// GETs `path` with headers given as name, value, name, value.
  HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> head(String path) {
    return send(request(path).HEAD());
  }

  HttpResponse<byte[]> delete(String path) {
    return send(request(path).DELETE());
  }

  /// PUTs a raw body as the media `id`.
  HttpResponse<byte[]> put(String id, byte[] body) {
    return send(request("/api/media/" + id).PUT(BodyPublishers.ofByteArray(body)));
  }

  /// POSTs `body` with a content type.
  HttpResponse<byte[]> post(String path, String contentType, byte[] body) {
    return send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
  }

  /// The sum of all samples of a metric whose name and labels begin with `name`; 0 where there is
  /// none.
  double metric(String name) {
    return new String(get("/metrics").body(), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
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

  /// Ends it where it runs. Nothing that a client or a disk does may have been a bug: no error is
  /// in its log.
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

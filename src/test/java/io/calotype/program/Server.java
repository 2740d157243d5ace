package io.calotype.program;

import io.calotype.Await;
import io.calotype.MetricText;
import io.calotype.disk.PrivateFiles;
import io.calotype.imaging.worker.NativeLibrary;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// One running Calotype on a free port, and a client of it. A test chooses the kind at the start:
///
/// - [InJvm], for anything that a client, the data folder or the log shows. It costs a third.
/// - [Program], for the command line, signals, exit codes, file descriptors, limits of the process,
///   and a server that is killed.
abstract sealed class Server implements AutoCloseable permits InJvm, Program {
  /// Makes the renditions of an upload that a server makes without settings.
  static final Map<String, String> ALL_PRESETS = Map.of("PREGENERATE", "small,medium,large");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// The environment of a server with `settings`: configuration keys without their prefix, and
  /// variables of the locale as they are. It has one renderer and makes one rendition of an upload:
  /// a start and an upload cost less, and few tests need more. A request waits for a renderer that
  /// starts on a busy machine.
  static Map<String, String> environment(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("CALOTYPE_RENDER_WORKERS", "1");
    all.put("CALOTYPE_PREGENERATE", "small");
    all.put("CALOTYPE_RENDER_WAIT", "PT2M");
    settings.forEach((key, value) -> all.put(variable(key), value));
    return all;
  }

  private static String variable(String key) {
    return key.startsWith("LC_") || key.equals("LANG") ? key : "CALOTYPE_" + key;
  }

  /// Unpacking libvips takes a tenth of the processor time of a first start.
  static void placeLibrary(Path data) {
    try {
      Path library = NativeLibrary.installedIn(Path.of("target", "native"));
      Path folder = data.resolve("native");
      if (!Files.exists(folder)) {
        PrivateFiles.createFolder(data);
        Files.createDirectory(folder);
        Files.createLink(folder.resolve(library.getFileName()), library);
      }
    } catch (IOException | UnsupportedOperationException otherFileSystem) {
      // the server unpacks it
    }
  }

  /// The address that it listens at.
  abstract URI base();

  /// The lines that it has logged.
  abstract List<String> log();

  /// Its renderer processes.
  abstract List<ProcessHandle> renderers();

  /// Ends it where it runs. Nothing that a client or a disk does may have been a bug: no error is
  /// in its log.
  @Override
  public abstract void close();

  /// The lines of its log after one of them contains `part`: the log may come later than the
  /// answers.
  List<String> logUntil(String part) {
    Await.until(() -> log().stream().anyMatch(line -> line.contains(part)), "a line with " + part);
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
    return new Socket(InetAddress.getLoopbackAddress(), base().getPort());
  }

  int port() {
    return base().getPort();
  }

  /// A request builder for `path`, which begins with a slash.
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base() + path));
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
    return MetricText.sum(get("/metrics").body(), name);
  }
}

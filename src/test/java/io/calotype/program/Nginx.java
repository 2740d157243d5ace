package io.calotype.program;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A running nginx with docs/nginx.conf, whose ports and folders are replaced.
final class Nginx implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/sbin/nginx");

  private final Path folder;
  private final Process process;
  private final int port;

  private Nginx(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /// Starts it in the empty `folder`, in front of the server at the port `upstream`.
  static Nginx start(Path folder, int upstream) throws IOException {
    return start(folder, site -> site.replace("127.0.0.1:8080", "127.0.0.1:" + upstream));
  }

  /// Starts it in the empty `folder` with the upstream of docs/cdn.md, whose servers are those at
  /// `ports`.
  static Nginx balancing(Path folder, List<Integer> ports) throws IOException {
    String documented = documented("hash $uri consistent");
    String servers =
        ports.stream()
            .map(port -> "server 127.0.0.1:" + port + ";\n")
            .collect(Collectors.joining("    "));
    String upstream = documented.replaceFirst("(?:server [^;]+;\\s+)+", servers + "    ");
    return start(
        folder, site -> site.replaceFirst("(?s)upstream calotype \\{.*?\\}\n", quoted(upstream)));
  }

  /// Starts it in the empty `folder` with the routing of resumable uploads of docs/cluster.md, for
  /// the nodes `a` and `b` at these ports.
  static Nginx routingUploads(Path folder, int a, int b) throws IOException {
    String documented =
        documented("$calotype_uploads")
            .replace("10.0.0.1:8080", "127.0.0.1:" + a)
            .replace("10.0.0.2:8080", "127.0.0.1:" + b);
    String locations =
        documented
            .lines()
            .filter(line -> line.startsWith("#   location"))
            .map(line -> line.substring(1) + "\n")
            .collect(Collectors.joining());
    return start(
        folder,
        site -> documented + site.replaceFirst("server \\{\n", "server {\n" + quoted(locations)));
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  /// The documented block with `words`.
  private static String documented(String words) {
    return Documents.blocks().stream()
        .filter(block -> block.language().equals("nginx"))
        .map(Documents.Block::text)
        .filter(text -> text.contains(words))
        .findFirst()
        .orElseThrow();
  }

  private static Nginx start(Path folder, UnaryOperator<String> upstream) throws IOException {
    assumeTrue(Files.exists(BINARY), "this test needs Debian's nginx");
    int port = freePort();
    String site =
        upstream
            .apply(Files.readString(Path.of("docs", "nginx.conf")))
            .replace("/var/cache/nginx/calotype", folder.resolve("cache").toString())
            .replace("listen 80;", "listen 127.0.0.1:" + port + ";");
    Files.writeString(folder.resolve("site.conf"), site);
    Files.writeString(folder.resolve("nginx.conf"), main(folder));
    Process process =
        new ProcessBuilder(BINARY.toString(), "-c", folder.resolve("nginx.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    Nginx nginx = new Nginx(folder, process, port);
    nginx.awaitListening();
    return nginx;
  }

  /// The settings that Debian's /etc/nginx/nginx.conf has around those of the document.
  private static String main(Path folder) {
    StringBuilder main =
        new StringBuilder("daemon off; master_process off; events {}\n")
            .append("pid " + folder.resolve("pid") + ";\n")
            .append("http { access_log off;\n");
    for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      main.append(kind + "_temp_path " + folder.resolve(kind) + ";\n");
    }
    return main.append("include " + folder.resolve("site.conf") + "; }\n").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket()) {
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return free.getLocalPort();
    }
  }

  private void awaitListening() throws IOException {
    Await.until(() -> !process.isAlive() || listening(), "a connection to nginx");
    if (!process.isAlive()) {
      throw new IOException(Files.readString(folder.resolve("output")));
    }
  }

  private boolean listening() {
    try (Socket _ = connect()) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /// Lets the life of all stored answers be over. The member `valid_sec` of the header of a cache
  /// file follows its version, both with 8 bytes (nginx, ngx_http_cache.h).
  void expireAll() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      files.filter(Files::isRegularFile).forEach(Nginx::expire);
    }
  }

  private static void expire(Path file) {
    try (RandomAccessFile entry = new RandomAccessFile(file.toFile(), "rw")) {
      entry.seek(8);
      entry.writeLong(Long.reverseBytes(1_000_000_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

package io.calotype.program;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A running Varnish with docs/varnish.vcl, whose backend is replaced.
final class Varnish implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/sbin/varnishd");

  private final Process process;
  private final int port;

  private Varnish(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// A port that is free now.
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket()) {
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return free.getLocalPort();
    }
  }

  /// Skips the test where Varnish or its modules are missing.
  static void assumeInstalled() throws IOException {
    assumeTrue(Files.exists(BINARY), "this test needs Debian's varnish");
    try (Stream<Path> libraries = Files.walk(Path.of("/usr/lib"), 4)) {
      assumeTrue(
          libraries.anyMatch(file -> file.endsWith("libvmod_xkey.so")),
          "this test needs Debian's varnish-modules");
    }
  }

  /// Starts it at `port` in the empty `folder`, in front of the server at the port `upstream`.
  static Varnish start(Path folder, int port, int upstream) throws IOException {
    Path vcl = folder.resolve("default.vcl");
    Files.writeString(
        vcl,
        Files.readString(Path.of("docs", "varnish.vcl"))
            .replace(".port = \"8080\"", ".port = \"" + upstream + "\""));
    Process process =
        new ProcessBuilder(
                BINARY.toString(),
                "-F",
                "-a",
                "127.0.0.1:" + port,
                "-f",
                vcl.toString(),
                "-n",
                folder.resolve("work").toString(),
                "-s",
                "malloc,32m",
                "-j",
                "none")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    Varnish varnish = new Varnish(process, port);
    Await.until(() -> !process.isAlive() || varnish.listening(), "a connection to Varnish");
    if (!process.isAlive()) {
      throw new IOException(Files.readString(folder.resolve("output")));
    }
    return varnish;
  }

  private boolean listening() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

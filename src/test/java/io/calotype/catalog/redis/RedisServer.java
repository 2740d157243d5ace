package io.calotype.catalog.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real Redis of its own, on a free port, with its files in `folder`.
final class RedisServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final Path folder;
  private final List<String> options;
  private final String uri;
  private final int port;
  private Process process;
  private @Nullable RedisClient client;

  private RedisServer(Path folder, int port, String uri, List<String> options) throws IOException {
    this.folder = folder;
    this.port = port;
    this.uri = uri;
    this.options = options;
    this.process = started();
  }

  /// A server without a password.
  static RedisServer start(Path folder, String... options) {
    int port = freePort();
    return start(folder, port, "redis://127.0.0.1:" + port, options);
  }

  /// A server at `uri`, which has that port.
  static RedisServer start(Path folder, int port, String uri, String... options) {
    assumeTrue(Files.exists(PROGRAM), "this test needs Debian's redis-server");
    try {
      return new RedisServer(folder, port, uri, List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String uri() {
    return uri;
  }

  private Process started() throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    if (options.stream().noneMatch("--port"::equals)) {
      command.addAll(List.of("--port", String.valueOf(port)));
    }
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"));
    command.addAll(List.of("--dir", folder.toString()));
    command.addAll(options);
    Path log = folder.resolve("redis.log");
    Process begun =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    awaitPort(begun, log);
    return begun;
  }

  private void awaitPort(Process begun, Path log) throws IOException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < until && begun.isAlive()) {
      try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().flush();
        return;
      } catch (IOException notYet) {
        pause(Duration.ofMillis(20));
      }
    }
    throw new IOException("redis-server does not come up: " + Files.readString(log));
  }

  /// Its commands, said over a connection of the test's own.
  RedisCommands<String, String> commands() {
    if (client == null) {
      client = RedisClient.create(RedisURI.create(uri));
    }
    return client.connect().sync();
  }

  /// Sends the signal `name` to it.
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void startAgain() throws IOException {
    process = started();
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
    process.destroyForcibly().onExit().join();
  }
}

package io.calotype.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import io.calotype.failure.MediaException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A real Redis of its own, on a free port, with its files in `folder`.
public final class RedisServer implements AutoCloseable {
  /// Debian's, or another version to try, such as Valkey: `-Dredis-server=/path/of/it`.
  private static final Path PROGRAM =
      Path.of(System.getProperty("redis-server", "/usr/bin/redis-server"));

  private final List<String> command;
  private final Path log;
  private final String uri;
  private final int port;
  private Process process;
  private @Nullable RedisClient client;
  private @Nullable StatefulRedisConnection<String, String> connection;

  private RedisServer(Path folder, int port, String uri, List<String> command) throws IOException {
    this.log = folder.resolve("redis.log");
    this.port = port;
    this.uri = uri;
    this.command = command;
    this.process = started();
  }

  /// A server without a password.
  public static RedisServer start(Path folder, String... options) {
    int port = freePort();
    return start(folder, port, "redis://127.0.0.1:" + port, options);
  }

  /// A server at `uri`, which has that port.
  public static RedisServer start(Path folder, int port, String uri, String... options) {
    return start(PROGRAM, folder, port, uri, options);
  }

  /// A server of the oldest version that may be used, without a password.
  public static RedisServer startOldest(Path folder) throws IOException {
    Path program = folder.resolve("redis-server-6.2");
    if (!Files.exists(program)) {
      boolean arm = System.getProperty("os.arch").equals("aarch64");
      String name = arm ? "6.2.7-linux-arm64" : "6.2.6-v5-linux-amd64";
      try (InputStream binary =
          Objects.requireNonNull(
              RedisServer.class.getResourceAsStream("/redis-server-" + name), name)) {
        Files.copy(binary, program);
      }
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
    int port = freePort();
    return start(program, folder, port, "redis://127.0.0.1:" + port);
  }

  private static RedisServer start(
      Path program, Path folder, int port, String uri, String... options) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--bind", "127.0.0.1", "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--dir", folder.toString()));
    // with `everysec`, a write waits while a slow disk syncs, and a kill loses it
    command.addAll(List.of("--appendfsync", "no"));
    command.addAll(List.of("--repl-diskless-sync-delay", "0"));
    command.addAll(List.of("--port", String.valueOf(port)));
    command.addAll(List.of(options));
    return begin(folder, port, uri, command);
  }

  /// A replica of `master` that has everything.
  public static RedisServer replicaOf(RedisServer master, Path folder) {
    RedisServer replica = start(folder, "--replicaof", "127.0.0.1 " + master.port);
    await(() -> replica.commands().info("replication").contains("master_link_status:up"));
    return replica;
  }

  /// A sentinel of `master`, which it calls `records`.
  public static RedisServer sentinelOf(RedisServer master, Path folder) throws IOException {
    int port = freePort();
    Path file = folder.resolve("sentinel.conf");
    Files.writeString(
        file,
        """
        port %d
        sentinel monitor records 127.0.0.1 %d 1
        sentinel down-after-milliseconds records 500
        """
            .formatted(port, master.port));
    String uri = "redis-sentinel://127.0.0.1:" + port + "/0#records";
    return begin(folder, port, uri, List.of(PROGRAM.toString(), file.toString(), "--sentinel"));
  }

  private static RedisServer begin(Path folder, int port, String uri, List<String> command) {
    assumeTrue(Files.exists(Path.of(command.getFirst())), "this test needs Debian's redis-server");
    try {
      return new RedisServer(folder, port, uri, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connections to the Redis at `uri`, when it answers: a busy machine may miss the first attempt.
  public static RedisConnections connect(String uri) throws IOException {
    RedisConnections connections = RedisConnections.open(uri);
    await(() -> answers(connections));
    return connections;
  }

  private static boolean answers(RedisConnections connections) {
    try {
      new RedisCall(connections)
          .everywhere()
          .forEach(server -> server.ask(redis -> redis.dbsize()));
      return true;
    } catch (MediaException notYet) {
      return false;
    }
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /// The URL for a client.
  public String uri() {
    return uri;
  }

  private Process started() throws IOException {
    Process begun =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    awaitPort(begun);
    return begun;
  }

  private void awaitPort(Process begun) throws IOException {
    Await.until(() -> !begun.isAlive() || listening(), "a connection to redis-server");
    if (!begun.isAlive()) {
      throw new IOException("redis-server does not come up: " + Files.readString(log));
    }
  }

  private boolean listening() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Its commands, said over a connection of the test's own.
  public RedisCommands<String, String> commands() {
    if (connection == null) {
      client = RedisClient.create(RedisURI.create(uri));
      connection = client.connect();
    }
    return connection.sync();
  }

  /// Sends the signal `name` to it.
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /// Ends it at once.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Starts it on the same port and files.
  public void startAgain() throws IOException {
    process = started();
  }

  /// Waits until `reached` is true.
  public static void await(BooleanSupplier reached) {
    Await.until(reached::getAsBoolean);
  }

  public static void pause(Duration time) {
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
    process.destroyForcibly().onExit().join(); // even one that is stopped
  }
}

package io.calotype.originals.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// A real S3 server, s3proxy, as a process of its own that keeps objects in memory. Another one to
/// try, versitygw with objects as files: `-Ds3-server=/path/of/versitygw`.
///
/// All tests of one JVM share [#shared]: each works under a prefix or in a bucket of its own.
public final class S3Server implements AutoCloseable {
  static final String KEY = "test-key";
  static final String SECRET = "test-secret";
  private static final Path JAR = Path.of("target/servers/s3proxy.jar");
  private static @Nullable S3Server running;

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// The server of this JVM, which ends with it.
  public static synchronized S3Server shared() {
    if (running == null) {
      S3Server started = start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      running = started;
    }
    return running;
  }

  private static S3Server start() {
    try {
      int port = freePort();
      Path folder = Files.createTempDirectory("s3-server");
      String other = System.getProperty("s3-server");
      Process process =
          new ProcessBuilder(other == null ? s3proxy(folder, port) : versitygw(other, folder, port))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      S3Server server = new S3Server(process, port);
      Await.until(() -> !process.isAlive() || server.listening(), "an answer of the S3 server");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> s3proxy(Path folder, int port) throws IOException {
    assumeTrue(Files.exists(JAR), "this test needs the S3 server that Maven copies: " + JAR);
    Path settings = folder.resolve("s3proxy.conf");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient-nio2
        jclouds.identity=any
        jclouds.credential=any
        """
            .formatted(port, KEY, SECRET));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        JAR.toString(),
        "--properties",
        settings.toString());
  }

  private static List<String> versitygw(String program, Path folder, int port) throws IOException {
    Path objects = Files.createDirectory(folder.resolve("objects"));
    return List.of(
        program,
        "--access",
        KEY,
        "--secret",
        SECRET,
        "--region",
        "us-east-1",
        "--port",
        "127.0.0.1:" + port,
        "posix",
        objects.toString());
  }

  private boolean listening() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// The port on loopback.
  public int port() {
    return port;
  }

  /// Settings for `bucket`, which is created if it is absent, by way of `port`: that of this
  /// server, or of a proxy before it.
  public S3Settings settings(String bucket, String prefix, int port) {
    S3Settings settings =
        new S3Settings(
            new S3Settings.Service(URI.create("http://127.0.0.1:" + port), "us-east-1", true),
            bucket,
            prefix,
            new S3Settings.AccessKeys(KEY, SECRET),
            S3Settings.Storage.DEFAULT);
    createBucket(bucket);
    return settings;
  }

  /// The settings of a program for `bucket`, without the prefix of their names. The bucket is
  /// created if it is absent.
  public Map<String, String> environment(String bucket) {
    createBucket(bucket);
    return Map.of(
        "ORIGINALS", "s3",
        "S3_ENDPOINT", "http://127.0.0.1:" + port,
        "S3_BUCKET", bucket,
        "S3_ACCESS_KEY", KEY,
        "S3_SECRET_KEY", SECRET);
  }

  /// Creates `bucket` if it is absent.
  public void createBucket(String bucket) {
    try (S3Client client = client()) {
      if (client.listBuckets().buckets().stream().noneMatch(found -> found.name().equals(bucket))) {
        var _ = client.createBucket(create -> create.bucket(bucket));
      }
    }
  }

  /// A client of the test's own.
  public S3Client client() {
    return S3Connector.client(
        new S3Settings(
            new S3Settings.Service(URI.create("http://127.0.0.1:" + port), "us-east-1", true),
            "any",
            "",
            new S3Settings.AccessKeys(KEY, SECRET),
            S3Settings.Storage.DEFAULT));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}

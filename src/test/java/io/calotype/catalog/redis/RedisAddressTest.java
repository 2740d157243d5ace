package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways to a Redis, and those that lead nowhere.
class RedisAddressTest {
  private static final Media PHOTO = Samples.picture("photo", 0, null);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void open_passwordAndDatabase_areUsed() throws IOException {
    try (RedisServer server = RedisServer.start(folder, "--requirepass", "s3cret");
        RedisCatalog catalog = open(server.uri().replace("//", "//:s3cret@") + "/7")) {
      assertThat(catalog.add(PHOTO)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":wrong@", "nobody:s3cret@"})
  void open_passwordRefused_saysSoAndNotThePassword(String credentials) {
    try (RedisServer server = RedisServer.start(folder, "--requirepass", "s3cret")) {
      assertThatThrownBy(() -> open(server.uri().replace("//", "//" + credentials)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Redis refuses the connection: ")
          .hasMessageNotContainingAny("s3cret", "wrong@");
    }
  }

  @Test
  void open_clusterThatIsNone_isRefused() {
    try (RedisServer server = RedisServer.start(folder)) {
      assertThatThrownBy(() -> open(server.uri().replace("redis:", "redis-cluster:")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cluster support disabled");
    }
  }

  @Test
  void open_clusterWithoutSlots_isNotReady() throws IOException {
    try (RedisServer server = RedisServer.start(folder, "--cluster-enabled", "yes");
        RedisCatalog catalog = open(server.uri())) {
      assertThat(catalog.ready()).isFalse();
      assertThatThrownBy(() -> catalog.add(PHOTO)).isInstanceOf(MediaException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis",
        "http://localhost",
        "redis://",
        "redis://:s3cret@host:port",
        "redis://:s3cret@@host:1",
        "redis-cluster://",
        "redis-cluster://:s3cret@host:1,",
        "redis-cluster://:s3cret@host:1,host:port"
      })
  void open_noAddress_saysSoAndNotThePassword(String uri) {
    assertThatThrownBy(() -> open(uri))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rediss://")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void open_sentinel_asksItForTheMaster() throws IOException {
    Path beside = Files.createDirectory(folder.resolve("sentinel"));
    try (RedisServer server = RedisServer.start(folder);
        RedisServer sentinel = RedisServer.sentinelOf(server, beside);
        RedisCatalog catalog = open(sentinel.uri())) {
      assertThat(catalog.add(PHOTO)).isTrue();
      assertThat(server.commands().exists("image:photo")).isEqualTo(1);
    }
  }

  @Test
  void open_tls_isUsed() throws Exception {
    int port = RedisServer.freePort();
    String uri = "rediss://localhost:" + port;
    String[] options = tls(port);
    try (RedisServer server = RedisServer.start(folder, port, uri + "?verifyPeer=NONE", options);
        RedisCatalog trusting = open(server.uri());
        RedisCatalog careful = open(uri)) {
      RedisServer.await(trusting::ready);
      assertThat(trusting.add(PHOTO)).isTrue();
      assertThat(careful.ready()).as("a certificate without a signature of an authority").isFalse();
    }
  }

  private String[] tls(int port) throws IOException, InterruptedException {
    String key = folder.resolve("key.pem").toString();
    String certificate = folder.resolve("certificate.pem").toString();
    Process made =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -subj /CN=localhost -keyout "
                        + key
                        + " -out "
                        + certificate)
                    .split(" "))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(made.waitFor() == 0, "this test needs openssl");
    return new String[] {
      "--port",
      "0",
      "--tls-port",
      String.valueOf(port),
      "--tls-cert-file",
      certificate,
      "--tls-key-file",
      key,
      "--tls-auth-clients",
      "no"
    };
  }

  private static RedisCatalog open(String uri) throws IOException {
    return RedisCatalog.open(uri, Clock.systemUTC(), new Telemetry());
  }
}

package io.calotype.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisNodeTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private RedisServer server;
  private RedisConnector connector;
  private RedisNode node;

  @BeforeEach
  void start() throws Exception {
    server = RedisServer.start(folder);
    connector = new RedisConnector(false);
    node = new RedisNode(connector, RedisAddress.parse(server.uri()).seeds().getFirst());
    node.connect();
  }

  @AfterEach
  void stop() {
    connector.close();
    server.close();
  }

  @Test
  void connect_afterClose_hasNoConnection() throws Exception {
    assertThat(node.session()).isNotNull();

    node.close();
    node.connect();

    assertThat(node.session()).isNull();
  }

  @Test
  void connect_afterDisconnect_hasAConnection() throws Exception {
    node.disconnect();
    assertThat(node.session()).isNull();

    node.connect();

    assertThat(node.session()).isNotNull();
  }

  /// Behind Sentinel, the second connection may be one to another master.
  @Test
  void connect_again_replacesTheConnectionForChanges() throws Exception {
    try (RedisServer _ =
            RedisServer.replicaOf(server, Files.createDirectory(folder.resolve("replica")));
        RedisConnector confirming = new RedisConnector(true)) {
      RedisServer.await(() -> server.commands().info("replication").contains("state=online"));
      node = new RedisNode(confirming, RedisAddress.parse(server.uri()).seeds().getFirst());
      node.connect();
      assertThat(node.replicas()).isEqualTo(1);
      ReplicaWait first = Objects.requireNonNull(node.changes());

      node.connect();

      assertThat(node.changes()).isNotNull().isNotSameAs(first);
      RedisServer.await(() -> !first.connection().connection().isOpen());
    }
  }

  @Test
  void connect_redisHasTooManyClients_hasAConnectionWithoutConfirmations() throws Exception {
    try (RedisServer _ =
            RedisServer.replicaOf(server, Files.createDirectory(folder.resolve("replica")));
        RedisConnector confirming = new RedisConnector(true)) {
      RedisServer.await(() -> server.commands().info("replication").contains("state=online"));
      int connected = server.commands().clientList().split("\n").length;
      server.commands().configSet("maxclients", "" + (connected + 1));
      node = new RedisNode(confirming, RedisAddress.parse(server.uri()).seeds().getFirst());

      node.connect();
      node.connectWhereMissing();

      assertThat(node.session()).isNotNull();
      assertThat(node.changes()).isNull();
    }
  }
}

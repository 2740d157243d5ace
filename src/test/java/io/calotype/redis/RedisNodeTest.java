package io.calotype.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}

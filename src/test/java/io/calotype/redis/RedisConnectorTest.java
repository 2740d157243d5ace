package io.calotype.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConnectorTest {
  private static final Logger NETTY = Logger.getLogger("io.netty");

  /// Warns for each connection that is closed twice.
  private static final Logger LETTUCE = Logger.getLogger("io.lettuce");

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Handler handler = new Collecting();

  @SuppressWarnings("NullAway.Init")
  private RedisServer server;

  @SuppressWarnings("NullAway.Init")
  private RedisURI address;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    server = RedisServer.start(folder);
    address = RedisAddress.parse(server.uri()).seeds().getFirst();
    NETTY.addHandler(handler);
    LETTUCE.setLevel(Level.OFF);
  }

  @AfterEach
  void stop() {
    NETTY.removeHandler(handler);
    LETTUCE.setLevel(null);
    server.close();
  }

  @Test
  void connect_afterClose_isRefused() {
    RedisConnector connector = new RedisConnector(false);
    connector.close();

    assertThatThrownBy(() -> connector.connect(address)).isInstanceOf(ExecutionException.class);
  }

  /// A server that ends while Redis comes back must not log an error: nothing is wrong.
  @Test
  void close_whileConnecting_logsNothing() throws Exception {
    for (int round = 0; round < 20; round++) {
      RedisConnector connector = new RedisConnector(false);
      var clients =
          IntStream.range(0, 8)
              .mapToObj(_ -> Thread.ofPlatform().start(() -> connectUntilClosed(connector)))
              .toList();
      connector.connect(address);

      connector.close();

      for (Thread client : clients) {
        client.join();
      }
    }
    assertThat(logged).isEmpty();
  }

  private void connectUntilClosed(RedisConnector connector) {
    try {
      while (true) {
        connector.connect(address);
      }
    } catch (ExecutionException | TimeoutException | InterruptedException closed) {
      // what was to come
    } catch (UnusableRedisException another) {
      throw new AssertionError(another);
    }
  }

  private final class Collecting extends Handler {
    @Override
    public void publish(LogRecord record) {
      logged.add(record.getLoggerName() + ": " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

package io.calotype.catalog.redis;

import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import io.calotype.tickets.TicketStore;
import io.calotype.tickets.TicketStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RedisTicketsTest extends TicketStoreContract {
  @SuppressWarnings("NullAway.Init")
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init")
  private static RedisCatalog catalog;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    redis = RedisServer.start(folder);
    catalog = RedisCatalog.open(redis.uri(), Clock.systemUTC(), new Telemetry());
  }

  @AfterAll
  static void stop() {
    catalog.close();
    redis.close();
  }

  @Override
  protected TicketStore store() {
    return catalog.tickets();
  }
}

package io.calotype.catalog.redis;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.CatalogContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class RedisCatalogTest extends CatalogContract {
  private @Nullable RedisServer server;

  @Override
  protected Catalog open(Path folder) {
    if (server == null) {
      server = RedisServer.start(folder);
    }
    try {
      return RedisCatalog.open(server.uri(), Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Before the contract's own method, which closes the catalog.
  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }
}

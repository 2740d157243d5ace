package io.calotype.catalog.redis;

import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The same with the oldest version that may be used.
class RedisOldestTest extends RedisCatalogTest {
  @Override
  int many() {
    return 1_000;
  }

  @Override
  RedisServer start(Path folder) {
    try {
      return RedisServer.startOldest(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.calotype.store;

import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.disk.DiskThreads;
import io.calotype.originals.RenditionStore;
import io.calotype.telemetry.Telemetry;

/// Rendition caches for tests.
public final class TestRenditionCaches {
  private TestRenditionCaches() {}

  /// The cache over two caches, with disk threads of its own.
  public static RenditionCache of(MemoryCache memory, DiskCache disk, Telemetry telemetry) {
    return of(memory, disk, RenditionStore.NONE, telemetry);
  }

  /// The cache over two caches, with `store` behind them.
  public static RenditionCache of(
      MemoryCache memory, DiskCache disk, RenditionStore store, Telemetry telemetry) {
    return new RenditionCache(
        memory,
        disk,
        DiskThreads.of("renditions", telemetry),
        new SharedRenditions(store, telemetry),
        telemetry);
  }
}

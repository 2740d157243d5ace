package io.calotype.app;

import io.calotype.catalog.CachingCatalog;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.LegacyRecords;
import io.calotype.catalog.TimedCatalog;
import io.calotype.catalog.redis.RedisCatalog;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.failure.Headroom;
import io.calotype.originals.files.DataFolder;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/// Where records are.
///
/// @param catalog ours
/// @param old those that other programs have left there
record OpenedCatalog(CachingCatalog catalog, LegacyRecords old) {
  private static final long IN_MEMORY = 50_000;

  /// Other programs may change what is in Redis.
  private static final CachingCatalog.Trust SHARED =
      new CachingCatalog.Trust(Duration.ofSeconds(10), Duration.ofMinutes(5));

  /// Opens what `config` names.
  ///
  /// Errors: an `IOException` that says in one line what cannot be used.
  static OpenedCatalog open(
      Config config, DataFolder folder, Headroom headroom, Telemetry telemetry, Clock clock)
      throws IOException {
    String uri = config.redisUrl();
    if (uri == null) {
      Catalog sqlite =
          counted(SqliteCatalog.open(folder.catalog(), headroom, telemetry), telemetry);
      return new OpenedCatalog(new CachingCatalog(sqlite, IN_MEMORY), LegacyRecords.NONE);
    }
    RedisCatalog redis = RedisCatalog.open(uri, clock);
    return new OpenedCatalog(
        new CachingCatalog(counted(redis, telemetry), IN_MEMORY, SHARED),
        redis.oldRecords(longest(config)));
  }

  private static Catalog counted(Catalog store, Telemetry telemetry) {
    telemetry.gauge("calotype_catalog_damaged_records", () -> store.damaged().size());
    return new TimedCatalog(store, telemetry);
  }

  /// The longest that holds a picture: base64 takes four bytes for three.
  private static long longest(Config config) {
    return config.limits().image() / 3 * 4 + (1 << 20);
  }
}

package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.app.config.StorageConfig.CatalogStore;
import io.calotype.catalog.CachingCatalog;
import io.calotype.catalog.LegacyRecords;
import io.calotype.catalog.TimedCatalog;
import io.calotype.catalog.redis.RedisCatalog;
import io.calotype.catalog.redis.RedisEventJournal;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.catalog.sqlite.SqliteLibrary;
import io.calotype.cluster.Invalidations;
import io.calotype.disk.Headroom;
import io.calotype.events.EventFeed;
import io.calotype.originals.files.DataFolder;
import io.calotype.telemetry.Telemetry;
import io.calotype.tickets.TicketStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/// The opened catalog with its legacy records.
///
/// @param catalog the catalog of this server
/// @param feed the events of its media, to be closed before the catalog
/// @param tickets the tickets for uploads, which end with the catalog
/// @param old legacy records that other programs left in the same store
/// @param clock the clock that decides when a media has expired
record OpenedCatalog(
    CachingCatalog catalog, EventFeed feed, TicketStore tickets, LegacyRecords old, Clock clock) {
  private static final long IN_MEMORY = 50_000;

  /// For Redis, because other programs may change its records.
  private static final Duration BELIEVED = Duration.ofSeconds(10);

  /// Opens the catalog that `config` selects.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static OpenedCatalog open(
      Config config,
      DataFolder folder,
      Headroom headroom,
      Invalidations others,
      Telemetry telemetry,
      Clock clock)
      throws IOException {
    return switch (config.storage().catalog()) {
      case CatalogStore.Sqlite() -> {
        SqliteLibrary.installIn(folder.libraries());
        SqliteCatalog sqlite = SqliteCatalog.open(folder.catalog(), headroom, telemetry);
        yield new OpenedCatalog(
            new CachingCatalog(new TimedCatalog(sqlite, telemetry), IN_MEMORY, others),
            new EventFeed(sqlite.events(), others, clock),
            sqlite.tickets(clock),
            LegacyRecords.NONE,
            clock);
      }
      case CatalogStore.Redis(String url, Duration stale) -> {
        RedisCatalog redis = RedisCatalog.open(url, clock, telemetry);
        yield new OpenedCatalog(
            new CachingCatalog(
                new TimedCatalog(redis, telemetry),
                IN_MEMORY,
                others,
                new CachingCatalog.Trust(BELIEVED, stale)),
            new EventFeed(RedisEventJournal.open(url), others, redis.clock()),
            redis.tickets(),
            redis.oldRecords(longest(config)),
            redis.clock());
      }
    };
  }

  /// The maximum length of a legacy record in bytes: base64 needs 4 bytes for 3, plus 1 MiB for the
  /// other members.
  private static long longest(Config config) {
    return config.uploads().limits().image() / 3 * 4 + (1 << 20);
  }
}

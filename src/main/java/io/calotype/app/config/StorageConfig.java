package io.calotype.app.config;

import io.calotype.cli.command.TextParsers;
import io.calotype.maintenance.Maintenance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The settings of stored data.
///
/// @param dataDir the data folder
/// @param catalog the store of records
/// @param originals the store of originals
/// @param renditions the store behind the rendition caches
/// @param node the name of this node
/// @param cache the limits of the rendition caches
/// @param maintenance times and rates of maintenance
public record StorageConfig(
    Path dataDir,
    CatalogStore catalog,
    OriginalStore originals,
    RenditionPlace renditions,
    NodeName node,
    Cache cache,
    Maintenance.Schedule maintenance) {

  /// A store of records.
  public sealed interface CatalogStore {
    /// SQLite in the data folder.
    record Sqlite() implements CatalogStore {}

    /// Redis or Valkey.
    ///
    /// @param url contains the password
    /// @param staleWhenAway while Redis is away, public media requested within this time are served
    record Redis(String url, Duration staleWhenAway) implements CatalogStore {}
  }

  /// A store of originals.
  public sealed interface OriginalStore {
    /// Files in the data folder.
    record Files() implements OriginalStore {}

    /// Objects in S3, as `settings` describe.
    record S3(S3Config settings) implements OriginalStore {}

    /// Files and objects, while originals move between both.
    record Moving(S3Config settings, Direction direction) implements OriginalStore {}

    /// The store of new originals: `files` or `s3`.
    default String target() {
      return switch (this) {
        case Files() -> "files";
        case S3 _ -> "s3";
        case Moving(S3Config _, Direction direction) ->
            direction == Direction.TO_S3 ? "s3" : "files";
      };
    }
  }

  /// The direction of a move.
  public enum Direction {
    TO_S3,
    TO_FILES
  }

  /// The store behind the rendition caches of a node.
  public enum RenditionPlace {
    /// There is none.
    LOCAL,
    /// The bucket of the originals.
    S3
  }

  /// The limits of the rendition caches.
  ///
  /// @param diskBytes maximum size on disk
  /// @param memoryBytes maximum size in memory; a cache of 0 bytes keeps nothing
  /// @param maxRenditionsPerMedia maximum number of renditions of one media on disk
  public record Cache(long diskBytes, long memoryBytes, int maxRenditionsPerMedia) {}

  private enum CatalogKind {
    SQLITE,
    REDIS
  }

  private enum OriginalKind {
    FILES,
    S3
  }

  /// Returns whether several nodes may work on the data set: originals in S3, records in Redis.
  public boolean distributed() {
    return originals instanceof OriginalStore.S3 && catalog instanceof CatalogStore.Redis;
  }

  static StorageConfig of(SettingValues values) {
    return new StorageConfig(
        values.parse(Setting.DATA_DIR, SettingParsers::folder),
        catalog(values),
        originals(values),
        values.parse(Setting.RENDITIONS, SettingParsers.word(RenditionPlace.class)),
        values.parse(Setting.NODE, NodeName::of),
        new Cache(
            values.parse(Setting.CACHE_MAX_SIZE, SettingParsers::size),
            values.parse(Setting.MEMORY_CACHE_SIZE, SettingParsers::size),
            values.parse(Setting.MAX_RENDITIONS_PER_MEDIA, SettingParsers.number(1, 1_000_000))),
        maintenance(values));
  }

  private static CatalogStore catalog(SettingValues values) {
    String url = values.parse(Setting.REDIS_URL, SettingParsers::redisUrl);
    Duration stale = values.parse(Setting.STALE_WHEN_AWAY, TextParsers::duration);
    return switch (values.parse(Setting.CATALOG, SettingParsers.word(CatalogKind.class))) {
      case SQLITE -> new CatalogStore.Sqlite();
      case REDIS -> new CatalogStore.Redis(url, stale);
    };
  }

  private static OriginalStore originals(SettingValues values) {
    S3Config settings = S3Config.of(values);
    OriginalKind to = values.parse(Setting.ORIGINALS, SettingParsers.word(OriginalKind.class));
    Optional<OriginalKind> from =
        values.parse(
            Setting.ORIGINALS_FROM,
            SettingParsers.orAbsent(SettingParsers.word(OriginalKind.class)));
    if (from.isPresent() && from.get() != to) {
      return new OriginalStore.Moving(
          settings, to == OriginalKind.S3 ? Direction.TO_S3 : Direction.TO_FILES);
    }
    return switch (to) {
      case FILES -> new OriginalStore.Files();
      case S3 -> new OriginalStore.S3(settings);
    };
  }

  private static Maintenance.Schedule maintenance(SettingValues values) {
    long scrubRate = values.parse(Setting.SCRUB_RATE, SettingParsers::size);
    return new Maintenance.Schedule(
        values.parse(Setting.UPKEEP_EVERY, TextParsers::duration),
        values.parse(Setting.CACHE_MAX_IDLE, TextParsers::duration),
        scrubRate == 0 ? null : scrubRate);
  }
}

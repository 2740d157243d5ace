package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.CachingCatalog;
import io.calotype.catalog.LegacyRecords;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.local.FolderWorkQueue;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.LocalFiles;
import io.calotype.http.Services;
import io.calotype.maintenance.DiskSpace;
import io.calotype.maintenance.MaintainedStores;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamageFile;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.SpaceReserve;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileBlobStore;
import io.calotype.store.MediaStore;
import io.calotype.store.PresetNames;
import io.calotype.store.RenditionCache;
import io.calotype.store.RenditionLimit;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;

/// The stores of one data folder.
///
/// @param catalog the records, with those in memory
/// @param legacy legacy records that other programs left in the same store
/// @param damages the originals known to be lost or damaged
/// @param stores everything that is stored
record OpenedStores(
    CachingCatalog catalog,
    LegacyRecords legacy,
    DamagedOriginals damages,
    MaintainedStores stores) {
  private static final Duration RESERVE_PAUSE = Duration.ofSeconds(10);

  /// Opens the stores in `folder` that `config` selects.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static OpenedStores open(Config config, DataFolder folder, Telemetry telemetry, Closer closer)
      throws IOException {
    Clock clock = Clock.systemUTC();
    RenditionCache renditions = renditions(config, folder, telemetry, closer);
    DiskThreads disk = closer.register(DiskThreads.of("originals", telemetry));
    DiskSpace space = space(renditions, folder, disk);
    OpenedCatalog records = OpenedCatalog.open(config, folder, space, telemetry, clock);
    CachingCatalog catalog = closer.register(records.catalog());
    catalog.claim(folder.dataSet().name());
    BlobStore blobs = new FileBlobStore(folder.blobs(), new LocalFiles(), space, disk);
    DamagedOriginals damages =
        new DamagedOriginals(new DamageFile(folder.damaged(), disk), telemetry);
    Invalidations invalidations = new LocalInvalidations();
    invalidations.subscribe(catalog::drop);
    invalidations.subscribe(damages::forget);
    RenditionLimit limit =
        new RenditionLimit(
            config.storage().cache().maxRenditionsPerMedia(),
            new PresetNames(config.delivery().presets()));
    WorkQueue removals =
        new FolderWorkQueue(folder.removals(), new LocalFiles(), disk, space, clock);
    MediaStore media = new MediaStore(catalog, blobs, renditions, limit, removals, invalidations);
    Staging staging = new Staging(folder.incoming(), new LocalFiles(), space, disk);
    MaintainedStores stores = new MaintainedStores(catalog, media, blobs, staging, renditions);
    return new OpenedStores(catalog, records.old(), damages, stores);
  }

  /// The stores as the server needs them.
  Services.Library library() {
    return new Services.Library(catalog, stores.blobs(), damages, stores.staging());
  }

  private static RenditionCache renditions(
      Config config, DataFolder folder, Telemetry telemetry, Closer closer) {
    DiskCache disk =
        closer.register(
            DiskCache.open(
                folder.renditions(),
                config.storage().cache().diskBytes(),
                telemetry,
                Clock.systemUTC()));
    MemoryCache memory = new MemoryCache(config.storage().cache().memoryBytes());
    telemetry.gauge("calotype_cache_disk_bytes", disk::usedBytes);
    telemetry.gauge("calotype_cache_disk_entries", disk::entries);
    telemetry.gauge("calotype_cache_disk_uncounted_folders", disk::uncountedFolders);
    telemetry.gauge("calotype_cache_disk_estimated_bytes", disk::estimatedBytes);
    telemetry.gauge("calotype_cache_memory_bytes", memory::bytes);
    DiskThreads threads = closer.register(DiskThreads.of("renditions", telemetry));
    return new RenditionCache(memory, disk, threads, telemetry);
  }

  /// Creates the reserve file on a background thread: writing it takes longer than the rest of
  /// startup.
  private static DiskSpace space(RenditionCache renditionCache, DataFolder folder, DiskThreads disk)
      throws IOException {
    boolean shared =
        Files.getFileStore(folder.renditions()).equals(Files.getFileStore(folder.root()));
    DiskSpace space =
        new DiskSpace(
            renditionCache, new SpaceReserve(folder.reserve(), disk), shared, RESERVE_PAUSE);
    Thread.startVirtualThread(space::begin);
    return space;
  }
}

package io.calotype.app;

import io.calotype.app.config.Config;
import io.calotype.cache.CacheMeters;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.cache.OpenEntries;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.LocalFiles;
import io.calotype.imaging.ImageEngine;
import io.calotype.maintenance.DiskSpace;
import io.calotype.maintenance.pace.BackgroundThrottle;
import io.calotype.originals.SpaceReserve;
import io.calotype.originals.files.DataFolder;
import io.calotype.rendition.Decoders;
import io.calotype.store.PresetNames;
import io.calotype.store.RenditionCache;
import io.calotype.store.SharedRenditions;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// The components of the machine: decoders, caches and disks. The first part of [ObjectGraph], in
/// the same form.
class MachineGraph extends AssemblyInputs {
  private static final Duration RESERVE_PAUSE = Duration.ofSeconds(10);

  // The process
  final Clock clock = adapters.clock();
  final Telemetry telemetry = new Telemetry();
  final DataFolder folder = closer.register(OpenedOriginals.folder(config.storage()));

  // Decoders
  final Decoders decoders = adapters.decoders().open(config, folder, telemetry, closer);
  final ImageEngine engine = decoders.engine();
  final BackgroundThrottle throttle = new BackgroundThrottle(engine::crowded);

  // Caches
  final PresetNames presetNames = new PresetNames(config.delivery().presets());
  final DiskCache diskCache =
      closer.register(
          DiskCache.open(
              folder.renditions(), config.storage().cache().diskBytes(), telemetry, clock));
  final MemoryCache memoryCache = new MemoryCache(config.storage().cache().memoryBytes());
  final DiskThreads renditionDisk = closer.register(DiskThreads.of("renditions", telemetry));
  final OpenEntries openRenditions = closer.register(openEntries(diskCache));
  final OpenedBucket bucket = OpenedBucket.open(config.storage(), folder, clock, telemetry, closer);
  final RenditionCache renditionCache =
      new RenditionCache(
          memoryCache,
          diskCache,
          renditionDisk,
          new SharedRenditions(bucket.renditions(), telemetry),
          telemetry);

  // Disks
  final FileOperations files = new LocalFiles();
  final DiskThreads disk = closer.register(DiskThreads.of("originals", telemetry));
  final DiskSpace space =
      new DiskSpace(
          renditionCache, new SpaceReserve(folder.reserve(), disk), oneDisk(folder), RESERVE_PAUSE);
  final LocalDisk localDisk = new LocalDisk(files, disk, space, clock);

  /// Connects the components. None runs in the background yet.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  MachineGraph(Config config, Adapters adapters, Closer closer) throws IOException {
    super(config, adapters, closer);
  }

  /// The open files of renditions, which are closed before the threads that close them.
  private static OpenEntries openEntries(DiskCache cache) {
    OpenEntries open = cache.openEntries();
    open.begin(FileDescriptors.openFiles());
    return open;
  }

  /// Whether the renditions are on the disk of the originals.
  private static boolean oneDisk(DataFolder folder) throws IOException {
    return Files.getFileStore(folder.renditions()).equals(Files.getFileStore(folder.root()));
  }

  /// Registers the gauges of the process, its disks and its caches.
  final void measure() {
    telemetry.process("version", Build.version(), "java", Runtime.version().toString());
    new CacheMeters(telemetry)
        .observe(diskCache, memoryCache, config.storage().cache().diskBytes());
    free("data", folder.root());
    free("renditions", folder.renditions());
  }

  private void free(String name, Path place) {
    FreeSpace free = closer.register(new FreeSpace(place));
    telemetry.gauge("calotype_disk_free_bytes", free::bytes, "folder", name);
  }
}

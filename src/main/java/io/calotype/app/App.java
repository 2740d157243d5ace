package io.calotype.app;

import io.calotype.access.Authenticator;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.CachingCatalog;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.LegacyRecords;
import io.calotype.disk.DiskThreads;
import io.calotype.http.CalotypeServer;
import io.calotype.http.Services;
import io.calotype.http.exchange.ClientPolicy;
import io.calotype.maintenance.BackgroundThrottle;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.DiskSpace;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.MaintenanceTasks;
import io.calotype.maintenance.Scrub;
import io.calotype.maintenance.UsageScan;
import io.calotype.maintenance.Verification;
import io.calotype.originals.DamageFile;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.SpaceReserve;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileOriginals;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.Decoders;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.store.MaintainedStores;
import io.calotype.store.MediaLocks;
import io.calotype.store.MediaStore;
import io.calotype.store.PresetNames;
import io.calotype.store.Publisher;
import io.calotype.store.Removal;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.Incoming;
import io.calotype.upload.Ingestion;
import io.calotype.upload.LegacyImport;
import io.calotype.upload.Masters;
import io.calotype.upload.Restorer;
import io.calotype.upload.UploadPolicy;
import io.calotype.upload.Uploads;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The composition root: creates and connects every component of the server, in dependency order.
final class App implements AutoCloseable {
  private static final Duration RESERVE_PAUSE = Duration.ofSeconds(10);

  private final Closer closer;
  private final String url;

  private App(Closer closer, String url) {
    this.closer = closer;
    this.url = url;
  }

  /// Starts the server. If a component fails to start, closes those that are already running.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  static App start(Config config) throws IOException {
    Closer closer = new Closer();
    try {
      return start(config, closer);
    } catch (IOException e) {
      closer.close();
      throw e;
    } catch (RuntimeException e) {
      closer.close();
      if (e.getCause() instanceof FileSystemException refused) {
        throw DataFolder.unusable(config.dataDir(), refused);
      }
      throw e;
    }
  }

  private static App start(Config config, Closer closer) throws IOException {
    Clock clock = Clock.systemUTC();
    Telemetry telemetry = new Telemetry();
    DataFolder folder = closer.register(DataFolder.open(config.dataDir()));
    Decoders decoders = DecoderStart.of(config, DecoderStart.Folders.of(folder), telemetry, closer);
    RenditionCache renditionCache = tiers(config, folder, telemetry, closer);
    DiskThreads disk = closer.register(DiskThreads.of("originals", telemetry));
    DiskSpace space = space(renditionCache, folder, disk);
    OpenedCatalog records = OpenedCatalog.open(config, folder, space, telemetry, clock);
    CachingCatalog catalog = closer.register(records.catalog());
    OriginalStore originals = new FileOriginals(folder.root(), space, disk);
    Staging staging = new Staging(folder.incoming(), space, disk);
    DamagedOriginals damages =
        new DamagedOriginals(new DamageFile(folder.damaged(), disk), telemetry);
    MaintainedStores stores =
        new MaintainedStores(catalog, new MediaLocks(), originals, staging, renditionCache);
    BackgroundThrottle manners = new BackgroundThrottle(decoders.engine()::crowded);
    Services.Work work =
        work(
            config,
            decoders,
            stores,
            damages,
            records.old(),
            folder.scrubbed(),
            manners,
            telemetry);

    Services.Library library = new Services.Library(catalog, originals, damages, staging);
    CalotypeServer server =
        closer.register(new CalotypeServer(services(config, library, work, telemetry), clock));
    int port =
        server.listen(new CalotypeServer.Address(config.host(), config.port()), admin(config));
    measure(folder, telemetry, closer);
    closer.register(work.census().begin());
    closer.register(work.upkeep().begin());
    closer.register(manners); // closed first: the server waits for active work
    return new App(closer, "http://" + bracketed(config.host()) + ":" + port);
  }

  private static Services.Work work(
      Config config,
      Decoders decoders,
      MaintainedStores stores,
      DamagedOriginals damages,
      LegacyRecords oldRecords,
      Path scrubbed,
      BackgroundThrottle manners,
      Telemetry telemetry) {
    Clock clock = Clock.systemUTC();
    Catalog catalog = stores.catalog();
    PresetNames presets = new PresetNames(config.presets());
    Publisher publisher =
        new Publisher(
            catalog, stores.locks(), stores.renditions(), config.maxRenditionsPerMedia(), presets);
    FailureBackoff failures = new FailureBackoff(telemetry, clock);
    RenditionMaker maker = new RenditionMaker(decoders, stores.originals(), damages);
    Renditions renditions =
        new Renditions(stores.renditions(), maker, publisher, failures, telemetry);
    Removal removal = new Removal(stores, damages);
    UsageScan census = census(config, stores, manners, telemetry, clock);
    CachePurge clearing = new CachePurge(stores, clock, manners);
    MediaStore shelf =
        new MediaStore(catalog, stores.locks(), stores.originals(), removal, damages, clock);
    Masters masters = new Masters(decoders, stores.staging());
    UploadPolicy intake = intake(config);
    DecodeStep ingest = new DecodeStep(intake, decoders.engine(), masters, failures, telemetry);
    Ingestion admission = new Ingestion(ingest, publisher, telemetry);
    Restorer restorer = new Restorer(ingest, shelf);
    LegacyImport.Source old =
        new LegacyImport.Source(oldRecords, stores.staging(), config.limits(), intake);
    LegacyImport lifting = new LegacyImport(catalog, old, admission, shelf, telemetry, clock);
    Uploads uploads = new Uploads(intake, admission, restorer, shelf, lifting, clock);
    Verification verification = new Verification(stores, restorer, damages, telemetry);
    Maintenance.Schedule schedule = config.upkeep();
    Scrub scrub = new Scrub(catalog, verification, scrubbed, schedule.scrubRate(), telemetry);
    MaintenanceTasks chores =
        new MaintenanceTasks(stores, removal, clearing, schedule, clock, telemetry);
    return new Services.Work(
        lifting,
        renditions,
        new AvifUpgrades(renditions),
        maker,
        uploads,
        removal,
        clearing,
        new Maintenance(chores, verification, scrub, schedule.every(), manners, telemetry),
        decoders.engine(),
        failures,
        census);
  }

  private static Services services(
      Config config, Services.Library library, Services.Work work, Telemetry telemetry) {
    Signatures signatures = new Signatures(config.signingKeys());
    return new Services(
        library,
        work,
        reception(config, signatures, Clock.systemUTC()),
        telemetry,
        new Services.Site(
            config.presets(),
            config.steps(),
            config.defaultVisibility(),
            config.limits(),
            config.publicUrl(),
            signatures),
        config.fallback());
  }

  private static UsageScan census(
      Config config,
      MaintainedStores stores,
      BackgroundThrottle manners,
      Telemetry telemetry,
      Clock clock) {
    PresetNames names = new PresetNames(config.presets());
    UsageScan.Subject subject = new UsageScan.Subject(stores.catalog(), stores.renditions(), names);
    return new UsageScan(subject, manners, config.upkeep().every(), telemetry, clock);
  }

  private static RenditionCache tiers(
      Config config, DataFolder folder, Telemetry telemetry, Closer closer) {
    DiskCache disk =
        closer.register(
            DiskCache.open(
                folder.renditions(), config.cacheMaxBytes(), telemetry, Clock.systemUTC()));
    MemoryCache memory = new MemoryCache(config.memoryCacheBytes());
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

  /// Registers the gauges of the process and its disks.
  private static void measure(DataFolder folder, Telemetry telemetry, Closer closer) {
    telemetry.process("version", Build.version(), "java", Runtime.version().toString());
    for (Path measured : List.of(folder.root(), folder.renditions())) {
      FreeSpace free = closer.register(new FreeSpace(measured));
      telemetry.gauge(
          "calotype_disk_free_bytes",
          free::bytes,
          "folder",
          measured.equals(folder.root()) ? "data" : "renditions");
    }
  }

  private static UploadPolicy intake(Config config) {
    return new UploadPolicy(config.maxPixels(), config.pregenerated(), config.defaultVisibility());
  }

  private static ClientPolicy reception(Config config, Signatures signatures, Clock clock) {
    return new ClientPolicy(
        new Authenticator(config.apiKeys(), config.tokens(), signatures, clock),
        new RateLimit(config.strangersRateLimit(), config.rateLimit(), System::nanoTime),
        config.corsOrigins(),
        config.publicOriginals(),
        FileDescriptors.connections(config.maxConnections()),
        config.trustedProxies(),
        new Incoming(config.maxIncomingBytes()));
  }

  private static CalotypeServer.@Nullable Address admin(Config config) {
    return config.adminPort() < 0
        ? null
        : new CalotypeServer.Address(config.host(), config.adminPort());
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /// The URL that the server listens on, for example `http://127.0.0.1:8080`.
  String url() {
    return url;
  }

  @Override
  public void close() {
    closer.close();
  }
}

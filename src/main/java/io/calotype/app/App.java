package io.calotype.app;

import io.calotype.access.Authenticator;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.MediaLocks;
import io.calotype.catalog.OldRecords;
import io.calotype.catalog.RecentMedia;
import io.calotype.disk.DiskThreads;
import io.calotype.http.Reception;
import io.calotype.http.Server;
import io.calotype.http.Services;
import io.calotype.originals.DamageFile;
import io.calotype.originals.Damages;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Reserve;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileOriginals;
import io.calotype.rendition.Decoders;
import io.calotype.rendition.FailureMemory;
import io.calotype.rendition.Maker;
import io.calotype.rendition.PresetNames;
import io.calotype.rendition.Publisher;
import io.calotype.rendition.Renditions;
import io.calotype.rendition.Tiers;
import io.calotype.rendition.Upgrades;
import io.calotype.telemetry.Telemetry;
import io.calotype.upkeep.Census;
import io.calotype.upkeep.Chores;
import io.calotype.upkeep.Clearing;
import io.calotype.upkeep.Manners;
import io.calotype.upkeep.Removal;
import io.calotype.upkeep.Scrub;
import io.calotype.upkeep.Space;
import io.calotype.upkeep.Stores;
import io.calotype.upkeep.Upkeep;
import io.calotype.upkeep.Verification;
import io.calotype.upload.Admission;
import io.calotype.upload.Incoming;
import io.calotype.upload.Ingest;
import io.calotype.upload.Intake;
import io.calotype.upload.Lifting;
import io.calotype.upload.Masters;
import io.calotype.upload.Restorer;
import io.calotype.upload.Shelf;
import io.calotype.upload.Uploads;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The running program: every part, put together from the ground up.
final class App implements AutoCloseable {
  private static final Duration RESERVE_PAUSE = Duration.ofSeconds(10);

  private final Closer closer;
  private final String url;

  private App(Closer closer, String url) {
    this.closer = closer;
    this.url = url;
  }

  /// Starts everything; what has been started is closed again where something fails.
  ///
  /// Errors: an `IOException` that says in one line what cannot be used.
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
    Tiers tiers = tiers(config, folder, telemetry, closer);
    DiskThreads disk = closer.register(DiskThreads.of("originals", telemetry));
    Space space = space(tiers, folder, disk);
    Records records = Records.open(config, folder, space, telemetry, clock);
    RecentMedia catalog = closer.register(records.catalog());
    OriginalStore originals = new FileOriginals(folder.root(), space, disk);
    Staging staging = new Staging(folder.incoming(), space, disk);
    Damages damages = new Damages(new DamageFile(folder.damaged(), disk), telemetry);
    Stores stores = new Stores(catalog, new MediaLocks(), originals, staging, tiers);
    Manners manners = new Manners(decoders.engine()::crowded);
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
    Server server = closer.register(new Server(services(config, library, work, telemetry), clock));
    int port = server.listen(new Server.Address(config.host(), config.port()), admin(config));
    measure(folder, telemetry, closer);
    closer.register(work.census().begin());
    closer.register(work.upkeep().begin());
    closer.register(manners); // end first: the server waits for what is under way
    return new App(closer, "http://" + bracketed(config.host()) + ":" + port);
  }

  private static Services.Work work(
      Config config,
      Decoders decoders,
      Stores stores,
      Damages damages,
      OldRecords oldRecords,
      Path scrubbed,
      Manners manners,
      Telemetry telemetry) {
    Clock clock = Clock.systemUTC();
    Catalog catalog = stores.catalog();
    PresetNames presets = new PresetNames(config.presets());
    Publisher publisher =
        new Publisher(
            catalog, stores.locks(), stores.renditions(), config.maxRenditionsPerMedia(), presets);
    FailureMemory failures = new FailureMemory(telemetry, clock);
    Maker maker = new Maker(decoders, stores.originals(), damages);
    Renditions renditions =
        new Renditions(stores.renditions(), maker, publisher, failures, telemetry);
    Removal removal = new Removal(stores, damages);
    Census census = census(config, stores, manners, telemetry, clock);
    Clearing clearing = new Clearing(stores, clock, manners);
    Shelf shelf = new Shelf(catalog, stores.locks(), stores.originals(), removal, damages, clock);
    Masters masters = new Masters(decoders, stores.staging());
    Intake intake = intake(config);
    Ingest ingest = new Ingest(intake, decoders.engine(), masters, failures, telemetry);
    Admission admission = new Admission(ingest, publisher, telemetry);
    Restorer restorer = new Restorer(ingest, shelf);
    Lifting.Source old = new Lifting.Source(oldRecords, stores.staging(), config.limits(), intake);
    Lifting lifting = new Lifting(catalog, old, admission, shelf, telemetry, clock);
    Uploads uploads = new Uploads(intake, admission, restorer, shelf, lifting, clock);
    Verification verification = new Verification(stores, restorer, damages, telemetry);
    Upkeep.Schedule schedule = config.upkeep();
    Scrub scrub = new Scrub(catalog, verification, scrubbed, schedule.scrubRate(), telemetry);
    Chores chores = new Chores(stores, removal, clearing, schedule, clock, telemetry);
    return new Services.Work(
        lifting,
        renditions,
        new Upgrades(renditions),
        maker,
        uploads,
        removal,
        clearing,
        new Upkeep(chores, verification, scrub, schedule.every(), manners, telemetry),
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

  private static Census census(
      Config config, Stores stores, Manners manners, Telemetry telemetry, Clock clock) {
    PresetNames names = new PresetNames(config.presets());
    Census.Subject subject = new Census.Subject(stores.catalog(), stores.renditions(), names);
    return new Census(subject, manners, config.upkeep().every(), telemetry, clock);
  }

  private static Tiers tiers(Config config, DataFolder folder, Telemetry telemetry, Closer closer) {
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
    return new Tiers(memory, disk, threads, telemetry);
  }

  /// The reserve is made in the background: writing it takes longer than the rest of the start.
  private static Space space(Tiers tiers, DataFolder folder, DiskThreads disk) throws IOException {
    boolean shared =
        Files.getFileStore(folder.renditions()).equals(Files.getFileStore(folder.root()));
    Space space = new Space(tiers, new Reserve(folder.reserve(), disk), shared, RESERVE_PAUSE);
    Thread.startVirtualThread(space::begin);
    return space;
  }

  /// Adds the metrics of the process and of its disks, which cost time that a start does not have.
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

  private static Intake intake(Config config) {
    return new Intake(config.maxPixels(), config.pregenerated(), config.defaultVisibility());
  }

  private static Reception reception(Config config, Signatures signatures, Clock clock) {
    return new Reception(
        new Authenticator(config.apiKeys(), config.tokens(), signatures, clock),
        new RateLimit(config.strangersRateLimit(), config.rateLimit(), System::nanoTime),
        config.corsOrigins(),
        config.publicOriginals(),
        Descriptors.connections(config.maxConnections()),
        config.trustedProxies(),
        new Incoming(config.maxIncomingBytes()));
  }

  private static Server.@Nullable Address admin(Config config) {
    return config.adminPort() < 0 ? null : new Server.Address(config.host(), config.adminPort());
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /// Where it listens, for example `http://127.0.0.1:8080`.
  String url() {
    return url;
  }

  @Override
  public void close() {
    closer.close();
  }
}

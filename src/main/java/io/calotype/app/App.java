package io.calotype.app;

import io.calotype.access.Authenticator;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.app.config.Config;
import io.calotype.catalog.Catalog;
import io.calotype.cluster.local.LocalLeases;
import io.calotype.http.CalotypeServer;
import io.calotype.http.Services;
import io.calotype.http.exchange.ClientPolicy;
import io.calotype.maintenance.BackgroundThrottle;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.MaintainedStores;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.MaintenanceTasks;
import io.calotype.maintenance.Scrub;
import io.calotype.maintenance.UsageScan;
import io.calotype.maintenance.Verification;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FolderLock;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.Decoders;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.store.PresetNames;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.Incoming;
import io.calotype.upload.Ingestion;
import io.calotype.upload.LegacyImport;
import io.calotype.upload.MasterRepairer;
import io.calotype.upload.Masters;
import io.calotype.upload.UploadPolicy;
import io.calotype.upload.Uploads;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// The composition root: creates and connects every component of the server, in dependency order.
final class App implements AutoCloseable {
  private final Closer closer;
  private final FolderLock lock;
  private final String url;

  private App(Closer closer, FolderLock lock, String url) {
    this.closer = closer;
    this.lock = lock;
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
        throw DataFolder.unusable(config.storage().dataDir(), refused);
      }
      throw e;
    }
  }

  private static App start(Config config, Closer closer) throws IOException {
    Clock clock = Clock.systemUTC();
    Telemetry telemetry = new Telemetry();
    DataFolder folder = closer.register(DataFolder.open(config.storage().dataDir()));
    Decoders decoders =
        DecoderStart.of(config.rendering(), DecoderStart.Folders.of(folder), telemetry, closer);
    OpenedStores opened = OpenedStores.open(config, folder, telemetry, closer);
    BackgroundThrottle manners = new BackgroundThrottle(decoders.engine()::crowded);
    Services.Work work = work(config, decoders, opened, folder.scrubbed(), manners, telemetry);
    Services.Library library = opened.library();
    CalotypeServer server =
        closer.register(new CalotypeServer(services(config, library, work, telemetry), clock));
    int port = server.listen(config.listening().main(), config.listening().admin());
    measure(folder, telemetry, closer);
    closer.register(work.census().begin());
    closer.register(work.upkeep().begin());
    closer.register(manners); // closed first: the server waits for active work
    return new App(
        closer,
        folder.lock(),
        "http://" + bracketed(config.listening().main().host()) + ":" + port);
  }

  private static Services.Work work(
      Config config,
      Decoders decoders,
      OpenedStores opened,
      Path scrubbed,
      BackgroundThrottle manners,
      Telemetry telemetry) {
    Clock clock = Clock.systemUTC();
    MaintainedStores stores = opened.stores();
    DamagedOriginals damages = opened.damages();
    Catalog catalog = stores.catalog();
    FailureBackoff failures = new FailureBackoff(telemetry, clock);
    RenditionMaker maker = new RenditionMaker(decoders, stores.blobs(), damages);
    Renditions renditions =
        new Renditions(stores.renditions(), maker, stores.media(), failures, telemetry);
    UsageScan census = census(config, stores, manners, telemetry, clock);
    CachePurge clearing = new CachePurge(stores, clock, manners);
    Masters masters = new Masters(decoders, stores.staging());
    UploadPolicy intake = intake(config);
    DecodeStep ingest = new DecodeStep(intake, decoders.engine(), masters, failures, telemetry);
    Ingestion admission = new Ingestion(ingest, stores.media(), telemetry);
    MasterRepairer repairer = new MasterRepairer(ingest, stores.media(), stores.blobs());
    LegacyImport.Source old =
        new LegacyImport.Source(
            opened.legacy(), stores.staging(), config.uploads().limits(), intake);
    LegacyImport lifting = new LegacyImport(catalog, old, admission, telemetry, clock);
    Uploads uploads = new Uploads(intake, admission, repairer, stores.media(), lifting, clock);
    Verification verification = new Verification(stores, repairer, damages, telemetry);
    Maintenance.Schedule schedule = config.storage().maintenance();
    Scrub scrub = new Scrub(catalog, verification, scrubbed, schedule.scrubRate(), telemetry);
    MaintenanceTasks chores =
        new MaintenanceTasks(stores, clearing, schedule, new LocalLeases(), clock, telemetry);
    return new Services.Work(
        lifting,
        renditions,
        new AvifUpgrades(renditions),
        maker,
        uploads,
        stores.media(),
        clearing,
        new Maintenance(chores, verification, scrub, schedule.every(), manners, telemetry),
        decoders.engine(),
        failures,
        census);
  }

  private static Services services(
      Config config, Services.Library library, Services.Work work, Telemetry telemetry) {
    Signatures signatures = new Signatures(config.access().signingKeys());
    return new Services(
        library,
        work,
        reception(config, signatures, Clock.systemUTC()),
        telemetry,
        new Services.Site(
            config.delivery().presets(),
            config.delivery().steps(),
            config.uploads().defaultVisibility(),
            config.uploads().limits(),
            config.listening().publicUrl(),
            signatures),
        config.delivery().fallback());
  }

  private static UsageScan census(
      Config config,
      MaintainedStores stores,
      BackgroundThrottle manners,
      Telemetry telemetry,
      Clock clock) {
    PresetNames names = new PresetNames(config.delivery().presets());
    UsageScan.Subject subject = new UsageScan.Subject(stores.catalog(), stores.renditions(), names);
    return new UsageScan(
        subject, manners, config.storage().maintenance().every(), telemetry, clock);
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
    return new UploadPolicy(
        config.uploads().maxPixels(),
        config.delivery().pregenerated(),
        config.uploads().defaultVisibility());
  }

  private static ClientPolicy reception(Config config, Signatures signatures, Clock clock) {
    return new ClientPolicy(
        new Authenticator(config.access().apiKeys(), config.access().tokens(), signatures, clock),
        new RateLimit(config.access().rates(), System::nanoTime),
        config.listening().corsOrigins(),
        config.access().publicOriginals(),
        FileDescriptors.connections(config.listening().maxConnections()),
        config.listening().proxies(),
        new Incoming(config.uploads().maxIncomingBytes()));
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /// The URL that the server listens on, for example `http://127.0.0.1:8080`.
  String url() {
    return url;
  }

  /// Returns whether no other server has taken the data folder. True if the file system cannot
  /// tell.
  boolean holdsFolder() {
    try {
      return lock.held();
    } catch (IOException unknown) {
      return true;
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}

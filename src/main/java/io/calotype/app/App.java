package io.calotype.app;

import io.calotype.access.Authenticator;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.MediaLocks;
import io.calotype.catalog.RecentMedia;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.http.Reception;
import io.calotype.http.Server;
import io.calotype.http.Services;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.confinement.ConfinementPolicy;
import io.calotype.imaging.worker.NativeLibrary;
import io.calotype.imaging.worker.RenderPool;
import io.calotype.imaging.worker.RenderSettings;
import io.calotype.imaging.worker.RendererProgram;
import io.calotype.media.Preset;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileOriginals;
import io.calotype.rendition.FailureMemory;
import io.calotype.rendition.Publisher;
import io.calotype.rendition.Renditions;
import io.calotype.rendition.Tiers;
import io.calotype.telemetry.Telemetry;
import io.calotype.upkeep.Removal;
import io.calotype.upkeep.Upkeep;
import io.calotype.upload.Ingest;
import io.calotype.upload.Intake;
import io.calotype.upload.Shelf;
import io.calotype.upload.Uploads;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The running program: every part, put together from the ground up.
final class App implements AutoCloseable {
  private static final long RECORDS_IN_MEMORY = 50_000;
  private static final List<Preset> PRESETS = List.of(Preset.SMALL, Preset.MEDIUM, Preset.LARGE);

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
    } catch (IOException | RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static App start(Config config, Closer closer) throws IOException {
    Clock clock = Clock.systemUTC();
    Telemetry telemetry = new Telemetry();
    DataFolder folder = closer.register(DataFolder.open(config.dataDir()));
    ImageEngine engine = closer.register(RenderPool.start(renderers(config, folder), telemetry));
    RecentMedia catalog =
        closer.register(new RecentMedia(SqliteCatalog.open(folder.catalog()), RECORDS_IN_MEMORY));
    OriginalStore originals = new FileOriginals(folder.root());
    DiskCache disk =
        closer.register(
            DiskCache.open(folder.renditions(), config.cacheMaxBytes(), telemetry, clock));
    MemoryCache memory = new MemoryCache(config.memoryCacheBytes());
    measure(telemetry, disk, memory);

    MediaLocks locks = new MediaLocks();
    Tiers tiers = new Tiers(memory, disk, telemetry);
    Publisher publisher = new Publisher(catalog, locks, tiers);
    FailureMemory failures = new FailureMemory(telemetry, clock);
    Renditions renditions =
        new Renditions(tiers, engine, originals, publisher, failures, telemetry);
    Removal removal = new Removal(catalog, locks, originals, tiers);
    closer.register(new Upkeep(catalog, removal, clock, config.upkeepEvery()));
    Shelf shelf = new Shelf(catalog, locks, originals, removal, clock);
    Ingest ingest = new Ingest(intake(config), engine, failures, telemetry);
    Uploads uploads = new Uploads(intake(config), ingest, shelf, publisher, clock);

    Signatures signatures = new Signatures(config.signingKeys());
    Services services =
        new Services(
            new Services.Library(catalog, originals, new Staging(folder.incoming())),
            new Services.Work(renditions, uploads, removal, engine, failures),
            reception(config, signatures, clock),
            telemetry,
            new Services.Site(PRESETS, config.maxUploadBytes(), config.publicUrl(), signatures));
    Server server = closer.register(new Server(services, clock));
    int port = server.listen(new Server.Address(config.host(), config.port()), admin(config));
    return new App(closer, "http://" + bracketed(config.host()) + ":" + port);
  }

  private static RenderSettings renderers(Config config, DataFolder folder) throws IOException {
    return new RenderSettings(
        config.renderWorkers(),
        config.renderTimeout(),
        config.renderMemoryBytes(),
        RenderSettings.USUAL_WAITING,
        folder.benches(),
        RendererProgram.ofThisServer(
            NativeLibrary.installedIn(folder.libraries()),
            confinement(config),
            config.renderMemoryBytes()));
  }

  /// Asked at once only where it is required: elsewhere it would hold up the start.
  private static ConfinementPolicy confinement(Config config) throws IOException {
    ConfinementPolicy policy = new ConfinementPolicy(config.confinement());
    try {
      if (config.confinement() == ConfinementPolicy.Mode.REQUIRED) {
        policy.confinement();
      }
      return policy;
    } catch (UnsupportedOperationException missing) {
      throw new IOException(
          "renderers cannot be confined, as CALOTYPE_CONFINEMENT asks: " + missing.getMessage(),
          missing);
    }
  }

  private static Intake intake(Config config) {
    return new Intake(
        config.maxUploadBytes(),
        config.maxPixels(),
        config.pregenerated(),
        config.defaultVisibility());
  }

  private static Reception reception(Config config, Signatures signatures, Clock clock) {
    return new Reception(
        new Authenticator(config.apiKeys(), config.tokens(), signatures, clock),
        new RateLimit(config.rateLimit(), System::nanoTime),
        config.corsOrigins(),
        config.maxConnections(),
        config.trustedProxies());
  }

  private static Server.@Nullable Address admin(Config config) {
    return config.adminPort() < 0 ? null : new Server.Address(config.host(), config.adminPort());
  }

  private static void measure(Telemetry telemetry, DiskCache disk, MemoryCache memory) {
    telemetry.gauge("calotype_cache_disk_bytes", disk::usedBytes);
    telemetry.gauge("calotype_cache_disk_entries", disk::entries);
    telemetry.gauge("calotype_cache_memory_bytes", memory::bytes);
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

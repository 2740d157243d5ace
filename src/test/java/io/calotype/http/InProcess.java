package io.calotype.http;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.access.TokenSettings;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.CachingCatalog;
import io.calotype.catalog.LegacyRecords;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.cluster.local.LocalLeases;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.connection.TrustedProxies;
import io.calotype.http.dialect.SizeSteps;
import io.calotype.http.exchange.ClientPolicy;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
import io.calotype.maintenance.BackgroundThrottle;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.MaintainedStores;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.MaintenanceTasks;
import io.calotype.maintenance.Scrub;
import io.calotype.maintenance.UsageScan;
import io.calotype.maintenance.Verification;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.Preset;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.Decoders;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.store.MediaStore;
import io.calotype.store.PresetNames;
import io.calotype.store.RenditionCache;
import io.calotype.store.TestStores;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.Incoming;
import io.calotype.upload.Ingestion;
import io.calotype.upload.LegacyImport;
import io.calotype.upload.MasterRepairer;
import io.calotype.upload.Masters;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.UploadPolicy;
import io.calotype.upload.Uploads;
import io.calotype.video.FfmpegSearch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The server in this process, with all of its parts but for renderers: it has one picture, called
/// `a`, and no upload can be decoded.
final class InProcess {
  private static final Signatures NO_SIGNATURES = new Signatures(List.of());
  private static final MediaId ID = new MediaId("a");
  private static final byte[] BYTES = new byte[1000];
  private static final UploadLimits LIMITS = new UploadLimits(1 << 16, 1 << 17);
  private static final Maintenance.Schedule SELDOM =
      new Maintenance.Schedule(Duration.ofDays(1), Duration.ofDays(1), null);
  private static final Dimensions SIZE = new Dimensions(400, 300);
  private static final Media PICTURE =
      new Media(
          ID,
          TestOriginals.of(MediaType.JPEG, BYTES.length, new Sha256("0".repeat(64))),
          null,
          new Picture(SIZE, true, Facts.PLAIN, null),
          new Labels(null, Visibility.PUBLIC, Map.of(), null),
          new Lifetime(Instant.parse("1994-11-06T08:49:37Z"), null),
          null);

  private final Clock clock = Clock.systemUTC();
  private final Telemetry telemetry = new Telemetry();

  private final DataFolder folder;
  private final CachingCatalog catalog;
  private final BlobStore blobs;
  private final int port;

  private InProcess(Path root) throws IOException {
    this.folder = DataFolder.open(root);
    this.catalog = new CachingCatalog(SqliteCatalog.open(folder.catalog()), 100);
    this.blobs = TestStores.blobs(folder);
    CalotypeServer server = new CalotypeServer(services(), Clock.systemUTC());
    this.port = server.listen(new CalotypeServer.Address("127.0.0.1", 0), null);
  }

  static InProcess start() {
    try {
      return new InProcess(Files.createTempDirectory(Path.of("target"), "in-process"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /// Brings the picture back, should it have been deleted.
  void restore() throws IOException {
    if (catalog.find(ID).isEmpty()) {
      Path staged = Files.write(folder.incoming().resolve("restored"), BYTES);
      blobs.write(Blob.original(PICTURE), staged);
      catalog.add(PICTURE);
    }
  }

  private Services services() {
    RenditionCache renditionCache = tiers(telemetry, clock);
    MediaStore store = TestStores.media(folder, catalog, blobs, renditionCache);
    ImageEngine engine = new Engine();
    UploadPolicy intake = new UploadPolicy(1 << 20, List.of(Preset.SMALL), Visibility.PUBLIC);
    FailureBackoff failures = new FailureBackoff(telemetry, clock);
    Decoders decoders = new Decoders(engine, Optional.empty(), FfmpegSearch.ofNothing());
    RenditionMaker maker = new RenditionMaker(decoders, blobs, new DamagedOriginals(telemetry));
    Renditions renditions = new Renditions(renditionCache, maker, store, failures, telemetry);
    Staging staging = TestStores.staging(folder.incoming());
    MaintainedStores stores = new MaintainedStores(catalog, store, blobs, staging, renditionCache);
    DamagedOriginals damages = new DamagedOriginals(telemetry);
    DecodeStep ingest =
        new DecodeStep(intake, engine, new Masters(decoders, staging), failures, telemetry);
    MasterRepairer repairer = new MasterRepairer(ingest, store, blobs);
    CachePurge clearing = new CachePurge(stores, clock, new BackgroundThrottle(engine::crowded));
    Ingestion admission = new Ingestion(ingest, store, telemetry);
    LegacyImport lifting =
        new LegacyImport(catalog, nothing(staging, intake), admission, telemetry, clock);
    return new Services(
        new Services.Library(catalog, blobs, damages, staging),
        new Services.Work(
            lifting,
            renditions,
            new AvifUpgrades(renditions),
            maker,
            new Uploads(intake, admission, repairer, store, lifting, clock),
            store,
            clearing,
            upkeep(
                new MaintenanceTasks(stores, clearing, SELDOM, new LocalLeases(), clock, telemetry),
                new Verification(stores, repairer, damages, telemetry),
                telemetry),
            engine,
            failures,
            census(renditionCache, telemetry, clock)),
        reception(clock),
        telemetry,
        site(),
        null);
  }

  private static LegacyImport.Source nothing(Staging staging, UploadPolicy policy) {
    return new LegacyImport.Source(LegacyRecords.NONE, staging, LIMITS, policy);
  }

  private UsageScan census(RenditionCache renditionCache, Telemetry telemetry, Clock clock) {
    UsageScan.Subject subject =
        new UsageScan.Subject(catalog, renditionCache, new PresetNames(List.of(Preset.SMALL)));
    BackgroundThrottle manners = new BackgroundThrottle(() -> false);
    return new UsageScan(subject, manners, Duration.ofDays(1), telemetry, clock);
  }

  private static Services.Site site() {
    List<Preset> presets = List.of(Preset.SMALL, Preset.MEDIUM);
    return new Services.Site(
        presets, SizeSteps.STANDARD, Visibility.PUBLIC, LIMITS, "", NO_SIGNATURES);
  }

  private RenditionCache tiers(Telemetry telemetry, Clock clock) {
    DiskCache disk = DiskCache.open(folder.renditions(), 1 << 20, telemetry, clock);
    return new RenditionCache(new MemoryCache(1 << 20), disk, telemetry);
  }

  private static ClientPolicy reception(Clock clock) {
    TokenSettings noTokens = new TokenSettings(null, null, null, null);
    return new ClientPolicy(
        new Authenticator(List.of(), noTokens, NO_SIGNATURES, clock),
        new RateLimit(RateLimit.PerMinute.UNLIMITED, System::nanoTime),
        List.of("https://a.b"),
        PublicOriginals.ALL,
        100,
        new TrustedProxies(List.of()),
        new Incoming(1L << 30));
  }

  private Maintenance upkeep(
      MaintenanceTasks chores, Verification verification, Telemetry telemetry) {
    BackgroundThrottle manners = new BackgroundThrottle(() -> false);
    Scrub scrub = new Scrub(catalog, verification, folder.scrubbed(), null, telemetry);
    return new Maintenance(chores, verification, scrub, SELDOM.every(), manners, telemetry);
  }

  /// Renders what is stored, and finds that nothing else is a picture.
  private final class Engine implements ImageEngine {
    @Override
    public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
      if (source.file().startsWith(folder.incoming())) {
        throw new MediaException(new Failure.Undecodable());
      }
      try {
        for (Output output : plan.outputs(SourceHeader.of(SIZE, false))) {
          sink.accept(output.spec(), BYTES.length, new ByteArrayInputStream(BYTES));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return PICTURE.picture();
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void close() {}
  }
}

package io.calotype.http;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.access.TokenSettings;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.MediaLocks;
import io.calotype.catalog.OldRecords;
import io.calotype.catalog.RecentMedia;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Header;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.Urgency;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Life;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Preset;
import io.calotype.media.Sha256;
import io.calotype.media.SizeSteps;
import io.calotype.media.Visibility;
import io.calotype.originals.Damages;
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
import io.calotype.upkeep.Stores;
import io.calotype.upkeep.Upkeep;
import io.calotype.upkeep.Verification;
import io.calotype.upload.Admission;
import io.calotype.upload.Incoming;
import io.calotype.upload.Ingest;
import io.calotype.upload.Intake;
import io.calotype.upload.Lifting;
import io.calotype.upload.Limits;
import io.calotype.upload.Masters;
import io.calotype.upload.Restorer;
import io.calotype.upload.Shelf;
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
  private static final Limits LIMITS = new Limits(1 << 16, 1 << 17);
  private static final Upkeep.Schedule SELDOM =
      new Upkeep.Schedule(Duration.ofDays(1), Duration.ofDays(1), 0);
  private static final Dimensions SIZE = new Dimensions(400, 300);
  private static final Media PICTURE =
      new Media(
          ID,
          new Original(MediaType.JPEG, BYTES.length, new Sha256("0".repeat(64))),
          null,
          new Picture(SIZE, true, Facts.PLAIN, null),
          new Labels(null, Visibility.PUBLIC, Map.of(), null),
          new Life(Instant.parse("1994-11-06T08:49:37Z"), null),
          null);

  private final DataFolder folder;
  private final RecentMedia catalog;
  private final FileOriginals originals;
  private final int port;

  private InProcess(Path root) throws IOException {
    this.folder = DataFolder.open(root);
    this.catalog = new RecentMedia(SqliteCatalog.open(folder.catalog()), 100);
    this.originals = new FileOriginals(folder.root());
    Server server = new Server(services(), Clock.systemUTC());
    this.port = server.listen(new Server.Address("127.0.0.1", 0), null);
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
      originals.store(PICTURE, staged, null);
      catalog.add(PICTURE);
    }
  }

  private Services services() {
    Clock clock = Clock.systemUTC();
    Telemetry telemetry = new Telemetry();
    Tiers tiers = tiers(telemetry, clock);
    MediaLocks locks = new MediaLocks();
    Publisher publisher = new Publisher(catalog, locks, tiers, 200, new PresetNames(List.of()));
    ImageEngine engine = new Engine();
    Intake intake = new Intake(1 << 20, List.of(Preset.SMALL), Visibility.PUBLIC);
    FailureMemory failures = new FailureMemory(telemetry, clock);
    Decoders decoders = new Decoders(engine, Optional.empty(), FfmpegSearch.ofNothing());
    Maker maker = new Maker(decoders, originals, new Damages(telemetry));
    Renditions renditions = new Renditions(tiers, maker, publisher, failures, telemetry);
    Staging staging = new Staging(folder.incoming());
    Stores stores = new Stores(catalog, locks, originals, staging, tiers);
    Damages damages = new Damages(telemetry);
    Removal removal = new Removal(stores, damages);
    Ingest ingest = new Ingest(intake, engine, new Masters(decoders, staging), failures, telemetry);
    Shelf shelf = new Shelf(catalog, locks, originals, removal, damages, clock);
    Clearing clearing = new Clearing(stores, clock, new Manners(engine::crowded));
    Admission admission = new Admission(ingest, publisher, telemetry);
    Lifting.Source nothing = new Lifting.Source(OldRecords.NONE, staging, LIMITS, intake);
    Lifting lifting = new Lifting(catalog, nothing, admission, shelf, telemetry, clock);
    Restorer restorer = new Restorer(ingest, shelf);
    return new Services(
        new Services.Library(catalog, originals, damages, staging),
        new Services.Work(
            lifting,
            renditions,
            new Upgrades(renditions),
            maker,
            new Uploads(intake, admission, restorer, shelf, lifting, clock),
            removal,
            clearing,
            upkeep(
                new Chores(stores, removal, clearing, SELDOM, clock, telemetry),
                new Verification(stores, restorer, damages, telemetry),
                telemetry),
            engine,
            failures,
            census(tiers, telemetry, clock)),
        reception(clock),
        telemetry,
        site(),
        null);
  }

  private Census census(Tiers tiers, Telemetry telemetry, Clock clock) {
    Census.Subject subject =
        new Census.Subject(catalog, tiers, new PresetNames(List.of(Preset.SMALL)));
    Manners manners = new Manners(() -> false);
    return new Census(subject, manners, Duration.ofDays(1), telemetry, clock);
  }

  private static Services.Site site() {
    List<Preset> presets = List.of(Preset.SMALL, Preset.MEDIUM);
    return new Services.Site(
        presets, SizeSteps.STANDARD, Visibility.PUBLIC, LIMITS, "", NO_SIGNATURES);
  }

  private Tiers tiers(Telemetry telemetry, Clock clock) {
    DiskCache disk = DiskCache.open(folder.renditions(), 1 << 20, telemetry, clock);
    return new Tiers(new MemoryCache(1 << 20), disk, telemetry);
  }

  private static Reception reception(Clock clock) {
    TokenSettings noTokens = new TokenSettings(null, null, null, null);
    return new Reception(
        new Authenticator(List.of(), noTokens, NO_SIGNATURES, clock),
        new RateLimit(0, 0, System::nanoTime),
        List.of("https://a.b"),
        PublicOriginals.ALL,
        100,
        new TrustedProxies(List.of()),
        new Incoming(1L << 30));
  }

  private Upkeep upkeep(Chores chores, Verification verification, Telemetry telemetry) {
    Manners manners = new Manners(() -> false);
    Scrub scrub = new Scrub(catalog, verification, folder.scrubbed(), 0, telemetry);
    return new Upkeep(chores, verification, scrub, SELDOM.every(), manners, telemetry);
  }

  /// Renders what is stored, and finds that nothing else is a picture.
  private final class Engine implements ImageEngine {
    @Override
    public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
      if (source.file().startsWith(folder.incoming())) {
        throw new MediaException(new Failure.Undecodable());
      }
      try {
        for (Output output : plan.outputs(Header.of(SIZE, false))) {
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

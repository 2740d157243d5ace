package io.calotype.maintenance;

import io.calotype.TestClock;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.DataSetClaim;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.local.FolderWorkQueue;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FaultyFiles;
import io.calotype.disk.Headroom;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.Urgency;
import io.calotype.maintenance.pace.BackgroundThrottle;
import io.calotype.maintenance.verification.Verification;
import io.calotype.media.Facts;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Preset;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.NoDamageStore;
import io.calotype.originals.RenditionStore;
import io.calotype.originals.Staging;
import io.calotype.originals.files.BlobFolders;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileBlobStore;
import io.calotype.rendition.Decoders;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.TestClusterWork;
import io.calotype.store.DataSetGuard;
import io.calotype.store.MediaStore;
import io.calotype.store.PresetNames;
import io.calotype.store.RenditionCache;
import io.calotype.store.RenditionLimit;
import io.calotype.store.TestRenditionCaches;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.MasterRepairer;
import io.calotype.upload.Masters;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.UploadPolicy;
import io.calotype.upload.resumable.ResumableUploads;
import io.calotype.upload.resumable.UploadFolder;
import io.calotype.video.FfmpegSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Real stores in a folder, for the chores to be done in. What is put in is two hours old.
public final class Household implements AutoCloseable {
  /// The group of all media.
  static final Group GROUP = new Group("all");

  private static final Duration OLD = Duration.ofHours(2);

  public final TestClock clock = new TestClock();
  public final Telemetry telemetry = new Telemetry();
  public final BackgroundThrottle throttle = new BackgroundThrottle(() -> false);
  public final DamagedOriginals damages = NoDamageStore.damages(telemetry);
  public final DataFolder folder;
  public final Catalog catalog;
  public final FaultyFiles files = new FaultyFiles();
  public final FileBlobStore blobs;
  public final MediaStore store;
  public final MaintainedStores stores;
  private final DiskCache disk;

  Household(Path root) {
    this(root, RenditionStore.NONE);
  }

  /// @param shared the renditions that all nodes share
  Household(Path root, RenditionStore shared) {
    try {
      folder = DataFolder.open(root);
      catalog = SqliteFixture.open(folder.catalog());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DiskThreads threads = DiskThreads.of("originals", telemetry);
    blobs =
        new FileBlobStore(
            new BlobFolders(root, folder.dataSet(), files), files, Headroom.NONE, threads);
    disk = DiskCache.open(folder.renditions(), 1 << 20, telemetry, clock);
    RenditionCache renditions =
        TestRenditionCaches.of(new MemoryCache(1 << 20), disk, shared, telemetry);
    Invalidations invalidations = new LocalInvalidations();
    invalidations.subscribe(damages::forget);
    store =
        new MediaStore(
            catalog,
            blobs,
            renditions,
            new RenditionLimit(200, new PresetNames(List.of())),
            new FolderWorkQueue(folder.removals(), files, threads, Headroom.NONE, clock),
            invalidations);
    stores =
        new MaintainedStores(
            catalog,
            store,
            blobs,
            temporary(threads),
            renditions,
            new RenditionLimit(200, new PresetNames(List.of())),
            guard(),
            clock);
  }

  private MaintainedStores.Temporary temporary(DiskThreads threads) {
    Staging staging = new Staging(folder.incoming(), files, Headroom.NONE, threads);
    ResumableUploads resumable =
        ResumableUploads.open(
            new UploadFolder(folder.uploads(), files, Headroom.NONE, threads),
            staging,
            new ResumableUploads.Bounds(new UploadLimits(1 << 20, 1 << 20), 1 << 22, null),
            telemetry,
            clock);
    return new MaintainedStores.Temporary(staging, resumable);
  }

  private DataSetGuard guard() {
    try {
      return DataSetGuard.claim(new DataSetClaim("files:test", true, null), catalog, blobs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A media with its original and its record.
  public Media put(String id) {
    Media media = media(id, null);
    store(media);
    catalog.add(media);
    return media;
  }

  /// A media that has lost its master.
  public void putWithoutMaster(String id) {
    Media plain = media(id, null);
    store(plain);
    catalog.add(
        new Media(
            plain.id(),
            plain.original(),
            Original.fresh(MediaType.JPEG, 1, Sha256.ofText("master")),
            plain.picture(),
            plain.labels(),
            plain.lifetime(),
            null));
  }

  /// A media as it would be, with the bytes of its id.
  public Media media(String id, @Nullable Duration ttl) {
    return new Media(
        new MediaId(id),
        Original.fresh(MediaType.JPEG, id.length(), Sha256.ofText(id)),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(GROUP, Visibility.PUBLIC, Map.of(), null),
        Lifetime.from(clock.instant().minus(OLD), ttl),
        null);
  }

  /// The original of `media` without a record.
  public Path store(Media media) {
    try {
      Path staged = folder.incoming().resolve(media.id().value());
      Files.writeString(staged, media.id().value());
      Files.setLastModifiedTime(staged, FileTime.from(clock.instant().minus(OLD)));
      blobs.write(Blob.original(media), staged);
      return path(media);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A verification whose renderer always fails.
  public Verification verification() {
    MasterRepairer repairer = new MasterRepairer(decodeStep(failingEngine()), store, blobs);
    return new Verification(catalog, blobs, stores.renditions(), repairer, damages, telemetry);
  }

  /// A step that decodes with `engine`.
  public DecodeStep decodeStep(ImageEngine engine) {
    Decoders decoders = new Decoders(engine, Optional.of(engine), FfmpegSearch.ofNothing());
    return new DecodeStep(
        new UploadPolicy(1 << 20, List.of(Preset.SMALL), Visibility.PUBLIC),
        engine,
        new Masters(decoders, stores.temporary().staging()),
        new FailureBackoff(TestClusterWork.alone(), telemetry, clock),
        telemetry);
  }

  private static ImageEngine failingEngine() {
    return new ImageEngine() {
      @Override
      public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
        throw new UncheckedIOException(new IOException("a bad disk"));
      }

      @Override
      public boolean ready() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  /// The file of the original of `media`.
  public Path path(Media media) {
    try (BlobStore.LocalCopy copy = blobs.checkout(Blob.original(media))) {
      return copy.path();
    }
  }

  /// Whether the original of `media` is stored.
  public boolean has(Media media) {
    return blobs.has(Blob.original(media).key());
  }

  /// Changes the row `id` as no program of ours would.
  public void damage(String id, String change) throws SQLException {
    execute("UPDATE media SET " + change + " WHERE id = '" + id + "'");
  }

  /// Makes the catalog refuse to remove the records of ids that begin with `stuck`.
  void refuseRemovals() throws SQLException {
    execute(
        "CREATE TRIGGER stuck BEFORE DELETE ON media WHEN old.id LIKE 'stuck%' BEGIN"
            + " SELECT RAISE(ABORT, 'stuck'); END");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.catalog());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  public double metric(String name) {
    return telemetry.sum(name);
  }

  @Override
  public void close() throws IOException {
    throttle.close();
    disk.close();
    catalog.close();
    folder.close();
  }
}

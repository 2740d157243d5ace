package io.calotype.maintenance;

import io.calotype.TestClock;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.media.Dimensions;
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
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.Staging;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.files.FileOriginals;
import io.calotype.store.MaintainedStores;
import io.calotype.store.MediaLocks;
import io.calotype.store.Removal;
import io.calotype.store.RenditionCache;
import io.calotype.telemetry.Telemetry;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Real stores in a folder, for the chores to be done in. What is put in is two hours old.
public final class Household implements AutoCloseable {
  /// The group of all media.
  static final Group GROUP = new Group("all");

  private static final Duration OLD = Duration.ofHours(2);

  final TestClock clock = new TestClock();
  final Telemetry telemetry = new Telemetry();
  final BackgroundThrottle manners = new BackgroundThrottle(() -> false);
  public final DamagedOriginals damages = new DamagedOriginals(telemetry);
  public final DataFolder folder;
  public final Catalog catalog;
  public final FileOriginals originals;
  public final MaintainedStores stores;
  public final Removal removal;
  private final DiskCache disk;

  Household(Path root) {
    try {
      folder = DataFolder.open(root);
      catalog = SqliteCatalog.open(folder.catalog());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    originals = new FileOriginals(root);
    disk = DiskCache.open(folder.renditions(), 1 << 20, telemetry, clock);
    stores =
        new MaintainedStores(
            catalog,
            new MediaLocks(),
            originals,
            new Staging(folder.incoming()),
            new RenditionCache(new MemoryCache(1 << 20), disk, telemetry));
    removal = new Removal(stores, damages);
  }

  /// A media with its original and its record.
  public Media put(String id) {
    Media media = media(id, null);
    store(media);
    catalog.add(media);
    return media;
  }

  /// A media that has lost its master.
  void putWithoutMaster(String id) {
    Media plain = media(id, null);
    store(plain);
    catalog.add(
        new Media(
            plain.id(),
            plain.original(),
            new Original(MediaType.JPEG, 1, Sha256.ofText("master")),
            plain.picture(),
            plain.labels(),
            plain.lifetime(),
            null));
  }

  /// A media as it would be, with the bytes of its id.
  public Media media(String id, @Nullable Duration ttl) {
    return new Media(
        new MediaId(id),
        new Original(MediaType.JPEG, id.length(), Sha256.ofText(id)),
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
      originals.store(media, staged, null);
      return originals.content(media).path();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Changes the row `id` as no program of ours would.
  void damage(String id, String change) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.catalog());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE media SET " + change + " WHERE id = '" + id + "'");
    }
  }

  double metric(String name) {
    return telemetry.sum(name);
  }

  @Override
  public void close() throws IOException {
    manners.close();
    disk.close();
    catalog.close();
    folder.close();
  }
}

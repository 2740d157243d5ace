package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.LegacyRecord;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
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
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Originals beside a store of records whose answers are lost.
class MediaStoreTest {
  private static final Media MEDIA =
      new Media(
          new MediaId("a"),
          new Original(MediaType.JPEG, 1, Sha256.ofText("a")),
          null,
          new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
          new Labels(null, Visibility.PUBLIC, Map.of(), null),
          Lifetime.from(Instant.EPOCH, null),
          null);

  private DataFolder folder;
  private Catalog catalog;
  private DiskCache disk;
  private FileOriginals originals;
  private MediaStore shelf;

  @BeforeEach
  void open(@TempDir Path root) throws IOException {
    Telemetry telemetry = new Telemetry();
    folder = DataFolder.open(root);
    catalog = SqliteCatalog.open(folder.catalog());
    disk = DiskCache.open(folder.renditions(), 1 << 20, telemetry, Clock.systemUTC());
    originals = new FileOriginals(root);
    MediaLocks locks = new MediaLocks();
    RenditionCache renditionCache = new RenditionCache(new MemoryCache(1 << 20), disk, telemetry);
    MaintainedStores stores =
        new MaintainedStores(
            catalog, locks, originals, new Staging(folder.incoming()), renditionCache);
    DamagedOriginals damages = new DamagedOriginals(telemetry);
    Removal removal = new Removal(stores, damages);
    shelf = new MediaStore(catalog, locks, originals, removal, damages, Clock.systemUTC());
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
    catalog.close();
    folder.close();
  }

  /// A text whose place is taken, and then `outcome` says so, or not.
  private record Old(Catalog catalog, @Nullable MediaException outcome) implements LegacyRecord {
    @Override
    public InputStream text() {
      return InputStream.nullInputStream();
    }

    @Override
    public @Nullable Instant expires() {
      return null;
    }

    @Override
    public boolean replace(Media media, String rest) {
      if (outcome == null) {
        return false;
      }
      catalog.add(media);
      throw outcome;
    }
  }

  private void put(LegacyRecord old) {
    try {
      Path staged = Files.writeString(folder.incoming().resolve("staged"), "a");
      shelf.put(MEDIA, staged, null, old, "{}");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void put_whoseAnswerIsLost_keepsTheOriginalOfTheRecordThatStands() {
    MediaException lost = new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));

    assertThatThrownBy(() -> put(new Old(catalog, lost))).isSameAs(lost);

    assertThat(catalog.find(MEDIA.id())).contains(MEDIA);
    assertThat(originals.has(MEDIA)).isTrue();
  }

  @Test
  void put_whereSomebodyElseHasTheId_leavesNoOriginal() {
    assertThatThrownBy(() -> put(new Old(catalog, null))).isInstanceOf(MediaException.class);

    assertThat(originals.has(MEDIA)).isFalse();
  }
}

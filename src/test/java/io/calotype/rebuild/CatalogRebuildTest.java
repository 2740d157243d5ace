package io.calotype.rebuild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.cluster.local.FolderWorkQueue;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.AcceptingEngine;
import io.calotype.imaging.ImageEngine;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Records of originals in a real folder, by an engine that takes every source for a picture.
class CatalogRebuildTest extends HouseholdFixture {
  private static final Dimensions SIZE = new Dimensions(40, 30);
  private static final byte[] MASTER = {7, 7, 7};
  private static final String GIF = "GIF89a";
  private static final String HEIC = "\0\0\0\30ftypheic\0\0\0\0mif1heic";

  private final AcceptingEngine engine = new AcceptingEngine(SIZE, MASTER);
  private final DiskThreads disk = DiskThreads.of("test", new Telemetry());
  private final Map<BlobKey, RebuildResult> results = new ConcurrentHashMap<>();

  @AfterEach
  void closeDisk() {
    disk.close();
  }

  @Test
  void run_lostRecord_isMadeOfTheBytes() {
    Blob blob = stored("cat", MediaType.GIF, GIF + " of a cat", early());

    assertThat(run(CatalogRebuild.Mode.APPLY)).isZero();

    Media made = record("cat");
    assertThat(made.original()).isEqualTo(blob.described());
    assertThat(made.master()).isNull();
    assertThat(made.picture().size()).isEqualTo(SIZE);
    assertThat(made.lifetime().created()).isEqualTo(early());
    assertThat(made.labels().visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(results).containsExactly(Map.entry(blob.key(), new RebuildResult.Made()));
  }

  @Test
  void run_again_changesNoRecord() {
    Blob blob = stored("cat", MediaType.GIF, GIF, early());
    Media kept = house.put("dog");
    run(CatalogRebuild.Mode.APPLY);
    Media made = record("cat");

    run(CatalogRebuild.Mode.APPLY);

    assertThat(results)
        .containsEntry(blob.key(), new RebuildResult.Recorded())
        .containsEntry(Blob.original(kept).key(), new RebuildResult.Recorded());
    assertThat(record("cat")).isEqualTo(made);
    assertThat(record("dog")).isEqualTo(kept);
  }

  @Test
  void run_dry_makesNoRecord() {
    Blob blob = stored("cat", MediaType.GIF, GIF, early());

    run(CatalogRebuild.Mode.DRY_RUN);

    assertThat(results).containsExactly(Map.entry(blob.key(), new RebuildResult.Made()));
    assertThat(house.catalog.find(new MediaId("cat"))).isEmpty();
  }

  @Test
  void run_twoOriginalsOfAnId_newestGetsTheRecord() {
    Blob old = stored("cat", MediaType.GIF, GIF + " old", early());
    Blob young = stored("cat", MediaType.GIF, GIF + " young", early().plusSeconds(1));

    run(CatalogRebuild.Mode.APPLY);

    assertThat(record("cat").original()).isEqualTo(young.described());
    assertThat(results)
        .containsEntry(young.key(), new RebuildResult.Made())
        .containsEntry(old.key(), new RebuildResult.Superseded());
    assertThat(house.blobs.has(old.key())).isTrue();
  }

  @Test
  void run_undecodableOriginal_isReportedAndStays() {
    Blob blob = stored("cat", MediaType.GIF, GIF, early());
    Blob foreign = stored("text", MediaType.GIF, "no picture", early());
    engine.refuse(new Failure.Undecodable());

    run(CatalogRebuild.Mode.APPLY);

    assertThat(results)
        .containsEntry(blob.key(), new RebuildResult.Refused(new Failure.Undecodable()))
        .containsEntry(foreign.key(), new RebuildResult.Refused(new Failure.UnsupportedMedia()));
    assertThat(house.blobs.has(blob.key())).isTrue();
    assertThat(house.catalog.find(new MediaId("cat"))).isEmpty();
  }

  @Test
  void run_pictureInTheFolderOfVideos_isReported() {
    Blob blob = stored("cat", BlobKind.VIDEO, MediaType.GIF, GIF, early());

    run(CatalogRebuild.Mode.APPLY);

    assertThat(results.get(blob.key()))
        .isEqualTo(new RebuildResult.Refused(new Failure.UnsupportedMedia()));
  }

  @Test
  void run_notedRemoval_staysRemoved() {
    Blob blob = stored("cat", MediaType.GIF, GIF, early());
    new FolderWorkQueue(house.folder.removals(), new LocalFiles(), disk, Headroom.NONE, house.clock)
        .add("cat IMAGE." + blob.key().incarnation());

    run(CatalogRebuild.Mode.APPLY);

    assertThat(results).containsExactly(Map.entry(blob.key(), new RebuildResult.Removed()));
    assertThat(house.catalog.find(new MediaId("cat"))).isEmpty();
  }

  @Test
  void run_storedMaster_isUsed() {
    Blob original = stored("cat", MediaType.HEIC, HEIC, early());
    Blob master = stored("cat", BlobKind.MASTER, MediaType.PNG, "\u0089PNG\r\n\u001a\n", early());

    run(CatalogRebuild.Mode.APPLY);

    assertThat(record("cat").original()).isEqualTo(original.described());
    assertThat(record("cat").master()).isEqualTo(master.described());
    assertThat(house.blobs.of(new MediaId("cat"))).hasSize(2);
  }

  @Test
  void run_lostMaster_isMadeAgain() {
    Blob original = stored("cat", MediaType.HEIC, HEIC, early());

    run(CatalogRebuild.Mode.APPLY);

    Media made = record("cat");
    assertThat(made.original()).isEqualTo(original.described());
    assertThat(made.master()).isNotNull();
    assertThat(house.blobs.has(Blob.source(made).key())).isTrue();
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void run_fullDisk_endsAndCanBeRepeated() {
    stored("cat", MediaType.GIF, GIF, early());
    engine.refuse(new Failure.StorageFull());
    assertThatThrownBy(() -> run(CatalogRebuild.Mode.APPLY))
        .isInstanceOfSatisfying(
            MediaException.class,
            full -> assertThat(full.failure()).isEqualTo(new Failure.StorageFull()));

    run(new AcceptingEngine(SIZE, MASTER), CatalogRebuild.Mode.APPLY);

    assertThat(record("cat").picture().size()).isEqualTo(SIZE);
  }

  private Instant early() {
    return house.clock.instant().minus(Duration.ofHours(2));
  }

  private int run(CatalogRebuild.Mode mode) {
    return run(engine, mode);
  }

  private int run(ImageEngine decoder, CatalogRebuild.Mode mode) {
    results.clear();
    StoredMedia described =
        new StoredMedia(house.blobs, house.decodeStep(decoder), disk, Visibility.PRIVATE);
    CatalogRebuild rebuild =
        new CatalogRebuild(house.catalog, house.store, house.blobs, described, house.clock);
    return rebuild.run(mode, 2, results::put);
  }

  private Media record(String id) {
    return house.catalog.find(new MediaId(id)).orElseThrow();
  }

  private Blob stored(String id, MediaType type, String text, Instant time) {
    return stored(id, BlobKind.IMAGE, type, text, time);
  }

  /// Stores a blob without a record.
  private Blob stored(String id, BlobKind kind, MediaType type, String text, Instant time) {
    try {
      byte[] bytes = text.getBytes(ISO_8859_1);
      Sha256 digest = Sha256.of(Sha256.digester().digest(bytes));
      Original described = Original.fresh(type, bytes.length, digest);
      Blob blob = new Blob(new BlobKey(new MediaId(id), kind, described.incarnation()), described);
      house.blobs.write(blob, Files.write(house.folder.incoming().resolve(id), bytes));
      try (BlobStore.LocalCopy copy = house.blobs.checkout(blob)) {
        Path file = copy.path();
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
      return blob;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

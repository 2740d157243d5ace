package io.calotype.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.disk.ReadThrottle;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Media;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobFacts;
import io.calotype.originals.BlobStore;
import io.calotype.originals.MovingBlobStore;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.s3.FaultProxy;
import io.calotype.originals.s3.S3BlobStore;
import io.calotype.originals.s3.S3Originals;
import io.calotype.originals.s3.S3Server;
import io.calotype.originals.s3.sources.SourceCache;
import io.calotype.store.MediaStore;
import io.calotype.store.TestStores;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Moves between a real folder, another one, and a bucket of a real S3 server behind a proxy.
class RelocationTest extends HouseholdFixture {
  private static final int MEDIA = 8;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final DiskThreads disk = DiskThreads.of("move-test", new Telemetry());
  private final List<Media> media = new ArrayList<>();
  private boolean completed;

  @SuppressWarnings("NullAway.Init")
  private DataFolder second;

  @BeforeEach
  void store() throws IOException {
    second = DataFolder.open(folder.resolve("second"));
    for (int i = 0; i < MEDIA; i++) {
      media.add(house.put("media-" + i));
    }
  }

  @AfterEach
  void close() throws IOException {
    second.close();
    disk.close();
  }

  @Test
  void begin_filesToS3AndBack_movesEveryBlob() throws IOException {
    try (S3Originals bucket = bucket(S3Server.shared().port())) {
      BlobStore objects = objects(bucket);
      BlobFacts before = facts(house.blobs);

      MoveProgress there = moved(house.blobs, objects);

      assertThat(there.phase()).isEqualTo(MoveProgress.Phase.COMPLETE);
      assertThat(there.moved()).isEqualTo(MEDIA);
      assertThat(completed).isTrue();
      assertAllIn(objects);
      assertThat(left(house.blobs)).isZero();
      assertThat(facts(objects).stored()).isEqualTo(before.stored());

      BlobStore files = TestStores.blobs(second);
      assertThat(moved(objects, files).phase()).isEqualTo(MoveProgress.Phase.COMPLETE);
      assertAllIn(files);
      assertThat(left(objects)).isZero();
      assertThat(facts(files).stored()).isEqualTo(before.stored());
      assertThat(second.incoming()).isEmptyDirectory();
    }
  }

  @Test
  void begin_bucketFails_endsAndIsContinued() throws IOException {
    try (FaultProxy proxy = new FaultProxy(S3Server.shared().port());
        S3Originals bucket = bucket(proxy.port())) {
      BlobStore objects = objects(bucket);
      proxy.fail(FaultProxy.Fault.ERROR);

      MoveProgress failed = moved(house.blobs, objects);

      assertThat(failed.phase()).isEqualTo(MoveProgress.Phase.ENDED);
      assertThat(failed.failure()).isEqualTo("StoreUnavailable");
      assertThat(completed).isFalse();
      assertAllIn(house.blobs);

      proxy.fail(FaultProxy.Fault.NONE);
      Await.until(
          () -> moved(house.blobs, objects).phase() == MoveProgress.Phase.COMPLETE, "the move");
      assertAllIn(objects);
    }
  }

  /// Like a program that is killed at any of its calls.
  @ParameterizedTest
  @EnumSource
  void begin_crashAtEachCall_losesNothingAndIsContinued(CrashingStore.When when) {
    BlobStore files = TestStores.blobs(second);
    boolean crashed = true;
    for (int call = 1; crashed; call++) {
      CrashingStore crashing = new CrashingStore(files, call, when);
      moved(house.blobs, crashing.store());
      crashed = crashing.crashed();
      for (Media one : media) {
        MovingBlobStore both = joined(house.blobs, files);
        assertThat(both.verify(Blob.original(one), ReadThrottle.NONE))
            .isEqualTo(OriginalCondition.WHOLE);
      }
    }

    assertThat(moved(house.blobs, files).phase()).isEqualTo(MoveProgress.Phase.COMPLETE);
    assertAllIn(files);
  }

  @Test
  void begin_damagedOriginal_staysAndIsNamed() throws IOException {
    Media damaged = media.getFirst();
    Files.writeString(house.path(damaged), "x".repeat((int) damaged.original().bytes()));

    MoveProgress progress = moved(house.blobs, TestStores.blobs(second));

    assertThat(progress.phase()).isEqualTo(MoveProgress.Phase.ENDED);
    assertThat(progress.failure()).isNull();
    assertThat(progress.left().damaged()).isEqualTo(1);
    assertThat(progress.left().examples()).singleElement().asString().contains("media-0.");
    assertThat(house.has(damaged)).isTrue();
    assertThat(progress.moved()).isEqualTo(MEDIA - 1);
  }

  @Test
  void begin_blobWithoutARecord_stays() {
    house.store(house.media("orphan", null));

    MoveProgress progress = moved(house.blobs, TestStores.blobs(second));

    assertThat(progress.phase()).isEqualTo(MoveProgress.Phase.ENDED);
    assertThat(progress.left().unrecorded()).isEqualTo(1);
  }

  /// The deletion comes between the copy and its end.
  @Test
  void moved_mediaDeletedMeanwhile_isInNeitherStore() {
    BlobStore files = TestStores.blobs(second);
    MovingBlobStore both = joined(house.blobs, files);
    MediaStore store = mediaStore(both);
    Media gone = media.getFirst();
    List<BlobStore.StoredBlob> found = new ArrayList<>();
    house.blobs.each(Instant.MAX, found::add);
    BlobStore.StoredBlob blob =
        found.stream().filter(one -> one.key().id().equals(gone.id())).findFirst().orElseThrow();
    assertThat(store.remove(gone)).isTrue();
    writeTo(files, gone);

    assertThat(store.moved(blob, files)).isFalse();

    assertThat(both.of(gone.id())).isEmpty();
  }

  @Test
  void remove_movedMedia_isInNeitherStoreAndNotSetAside() {
    BlobStore files = TestStores.blobs(second);
    MovingBlobStore both = joined(house.blobs, files);
    moved(house.blobs, files);

    for (Media one : media) {
      assertThat(mediaStore(both).remove(one)).isTrue();
    }

    assertThat(left(files)).isZero();
    assertThat(house.blobs.deleteSetAside(Instant.now().plus(Duration.ofDays(9)))).isZero();
  }

  private void writeTo(BlobStore target, Media one) {
    try {
      Path staged = Files.writeString(folder.resolve("staged"), one.id().value());
      target.write(Blob.original(one), staged);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MovingBlobStore joined(BlobStore source, BlobStore target) {
    return new MovingBlobStore(source, target, MovingBlobStore.Near.SOURCE);
  }

  private MediaStore mediaStore(BlobStore blobs) {
    return TestStores.media(house.folder, house.catalog, blobs, house.stores.renditions());
  }

  /// Runs a move to its end.
  private MoveProgress moved(BlobStore source, BlobStore target) {
    MovingBlobStore both = joined(source, target);
    try (Relocation relocation =
        new Relocation(
            both,
            house.catalog,
            mediaStore(both),
            TestStores.staging(second.incoming()),
            Clock.systemUTC(),
            () -> completed = true)) {
      relocation.begin();
      Await.until(
          () -> relocation.progress().phase() != MoveProgress.Phase.RUNNING, "the end of the move");
      return relocation.progress();
    }
  }

  private void assertAllIn(BlobStore blobs) {
    for (Media one : media) {
      assertThat(blobs.verify(Blob.original(one), ReadThrottle.NONE))
          .isEqualTo(OriginalCondition.WHOLE);
    }
  }

  private BlobFacts facts(BlobStore blobs) {
    return blobs.facts(Blob.original(media.getFirst()).key()).orElseThrow();
  }

  private static int left(BlobStore blobs) {
    List<BlobStore.StoredBlob> found = new ArrayList<>();
    blobs.each(Instant.now().plus(Duration.ofDays(1)), found::add);
    return found.size();
  }

  private static S3Originals bucket(int port) throws IOException {
    return S3Originals.open(
        S3Server.shared().settings("moves", UUID.randomUUID() + "/", port),
        Optional.empty(),
        new Telemetry());
  }

  private BlobStore objects(S3Originals bucket) throws IOException {
    SourceCache.Place place =
        new SourceCache.Place(folder.resolve("sources"), new LocalFiles(), disk);
    return bucket.store(
        SourceCache.open(place, 1 << 20, Headroom.NONE, Clock.systemUTC()),
        new S3BlobStore.Local(disk, Headroom.NONE, Clock.systemUTC()));
  }
}

package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.LegacyRecord;
import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Media;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.OriginalCondition;
import io.calotype.originals.StagedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MediaStoreTest extends HouseholdFixture {
  private static final RecordSlot VACANT = new RecordSlot.Vacant();

  @Test
  void put_vacantId_storesBlobAndRecord() {
    Media media = house.media("a", null);

    assertThat(house.store.put(media, files("a"), VACANT)).isEqualTo(new Uploaded(media, true));

    assertThat(house.catalog.find(media.id())).contains(media);
    assertThat(house.path(media)).hasContent("a");
  }

  @Test
  void put_sameBytesAreFaster_returnsTheFasterAndLeavesItsBlobAlone() {
    Media first = house.put("a");
    Media second = house.media("a", null);

    assertThat(house.store.put(second, files("a"), VACANT)).isEqualTo(new Uploaded(first, false));

    assertThat(house.blobs.of(first.id())).isEqualTo(Blob.keys(first));
  }

  @Test
  void put_otherBytesAreFaster_isRefusedAndDestroysNothing() {
    Media first = house.put("a");

    assertThatThrownBy(() -> house.store.put(other("a"), files("other"), VACANT))
        .hasFieldOrPropertyWithValue("failure", new Failure.MediaExists(first.id()));

    assertThat(house.path(first)).hasContent("a");
  }

  /// A record of another program takes the id, and an original of an earlier media is kept.
  @Test
  void put_slotIsTaken_removesOnlyItsOwnBlob() {
    Media kept = house.media("a", null);
    house.store(kept);
    RecordSlot slot = legacy(_ -> false);

    assertThatThrownBy(() -> house.store.put(house.media("a", null), files("a"), slot))
        .hasFieldOrPropertyWithValue("failure", new Failure.MediaExists(kept.id()));

    assertThat(house.blobs.of(kept.id())).isEqualTo(Blob.keys(kept));
  }

  /// Another node stores the same bytes while this one writes its blob.
  @Test
  void put_sameBytesOfAnotherNodeAreFaster_returnsTheFasterAndRemovesItsOwnBlob() {
    Media faster = house.media("a", null);
    RecordSlot taken =
        legacy(_ -> {
          house.store(faster);
          return !house.catalog.add(faster);
        });

    assertThat(house.store.put(house.media("a", null), files("a"), taken))
        .isEqualTo(new Uploaded(faster, false));

    assertThat(house.blobs.of(faster.id())).isEqualTo(Blob.keys(faster));
  }

  @Test
  void put_answerOfTheCatalogIsLost_keepsTheBlobOfTheRecord() {
    Media media = house.media("a", null);
    MediaException lost = new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));

    RecordSlot slot =
        legacy(stored -> {
          house.catalog.add(stored);
          throw lost;
        });

    assertThatThrownBy(() -> house.store.put(media, files("a"), slot)).isSameAs(lost);

    assertThat(house.catalog.find(media.id())).contains(media);
    assertThat(house.has(media)).isTrue();
  }

  /// An older catalog was restored: the blob has no record, and is newer.
  @Test
  void put_blobWithoutARecordHasTheId_leavesItForMaintenance() {
    Media forgotten = house.media("a", null);
    house.store(forgotten);
    Media media = other("a");

    house.store.put(media, files("other"), VACANT);

    assertThat(house.path(forgotten)).hasContent("a");
    assertThat(house.path(media)).hasContent("other");
    assertThat(house.store.named(Blob.original(forgotten).key())).isFalse();
    assertThat(house.store.named(Blob.original(media).key())).isTrue();
  }

  @Test
  void existing_originalIsDamaged_isReplacedUnderAnotherName() throws IOException {
    Media media = house.put("a");
    Files.writeString(house.path(media), "b");

    Media repaired = house.store.existing(media.id(), staged("a"), now()).orElseThrow();

    assertThat(house.catalog.find(media.id())).contains(repaired);
    assertThat(house.blobs.verify(Blob.original(repaired), ReadThrottle.NONE))
        .isEqualTo(OriginalCondition.WHOLE);
    assertThat(house.blobs.of(media.id())).isEqualTo(Blob.keys(repaired));
  }

  @Test
  void existing_expired_isRemoved() {
    Media media = house.media("a", Duration.ofMinutes(1));
    house.store.put(media, files("a"), VACANT);

    assertThat(house.store.existing(media.id(), staged("a"), now())).isEmpty();

    assertThat(house.blobs.of(media.id())).isEmpty();
  }

  @Test
  void replaceMaster_lost_namesTheNewOneOnly() {
    house.putWithoutMaster("a");
    Media media = house.catalog.find(house.media("a", null).id()).orElseThrow();
    Original master = Original.fresh(MediaType.JPEG, 6, Sha256.ofText("master"));

    Media anew = house.store.replaceMaster(media, master, files("master").original());

    assertThat(house.catalog.find(media.id())).contains(anew);
    assertThat(house.blobs.verify(Blob.source(anew), ReadThrottle.NONE))
        .isEqualTo(OriginalCondition.WHOLE);
    assertThat(house.blobs.of(media.id())).containsExactlyInAnyOrderElementsOf(Blob.keys(anew));
  }

  /// Two repairs start from the same record.
  @Test
  void replaceMaster_twiceFromTheSameRecord_leavesOneMaster() {
    house.putWithoutMaster("a");
    Media media = house.catalog.find(house.media("a", null).id()).orElseThrow();
    for (int i = 0; i < 2; i++) {
      Original master = Original.fresh(MediaType.JPEG, 6, Sha256.ofText("master"));
      house.store.replaceMaster(media, master, files("master").original());
    }

    Media stored = house.catalog.find(media.id()).orElseThrow();
    assertThat(house.blobs.of(media.id())).containsExactlyInAnyOrderElementsOf(Blob.keys(stored));
  }

  @Test
  void replaceMaster_mediaIsRemovedMeanwhile_leavesNothing() {
    house.putWithoutMaster("a");
    Media media = house.catalog.find(house.media("a", null).id()).orElseThrow();
    house.store.remove(media);
    Original master = Original.fresh(MediaType.JPEG, 6, Sha256.ofText("master"));

    house.store.replaceMaster(media, master, files("master").original());

    assertThat(house.blobs.of(media.id())).isEmpty();
  }

  @Test
  void publish_removedMedia_isRefused() {
    Media media = house.put("a");
    Rendition rendition = rendition(media);
    house.store.remove(media);

    assertThatThrownBy(() -> house.store.publish(rendition, ByteBuffer.wrap(new byte[] {1})))
        .hasFieldOrPropertyWithValue("failure", new Failure.NotFound(media.id()));
    assertThatThrownBy(
            () -> house.store.publish(rendition, 1, new ByteArrayInputStream(new byte[1])))
        .hasFieldOrPropertyWithValue("failure", new Failure.NotFound(media.id()));
    assertThat(house.stores.renditions().holds(rendition.key())).isFalse();
  }

  @Test
  void publish_idIsUsedAgain_isRefused() {
    Media first = house.put("a");
    house.store.remove(first);
    house.store.put(other("a"), files("other"), VACANT);

    assertThatThrownBy(() -> house.store.publish(rendition(first), ByteBuffer.allocateDirect(1)))
        .hasFieldOrPropertyWithValue("failure", new Failure.NotFound(first.id()));
  }

  /// A render that began before a repair of its original.
  @Test
  void publish_originalIsRepairedMeanwhile_isInTheCache() throws IOException {
    Media media = house.put("a");
    Rendition rendition = rendition(media);
    Files.delete(house.path(media));
    house.store.existing(media.id(), staged("a"), now());

    house.store.publish(rendition, ByteBuffer.allocateDirect(1));

    assertThat(house.stores.renditions().holds(rendition.key())).isTrue();
  }

  @Test
  void publish_storedMedia_isInTheCacheUntilTheRemoval() {
    Media media = house.put("a");
    Rendition rendition = rendition(media);
    house.store.publish(rendition, ByteBuffer.allocateDirect(1));
    assertThat(house.stores.renditions().holds(rendition.key())).isTrue();

    house.store.remove(media);

    assertThat(house.stores.renditions().holds(rendition.key())).isFalse();
  }

  @Test
  void dispose_blobThatARecordNames_isRefused() {
    Media media = house.put("a");
    house.blobs.each(
        Instant.now().plusSeconds(60),
        blob -> assertThat(house.store.dispose(blob, MediaStore.Disposal.DELETED)).isFalse());

    assertThat(house.has(media)).isTrue();
  }

  @Test
  void named_unreadableRecord_mayNameAnyBlob() throws Exception {
    Media media = house.put("a");
    house.damage("a", "attributes = 'none'");

    assertThat(house.store.named(new BlobKey(media.id(), BlobKind.VIDEO, null))).isTrue();
  }

  private static Rendition rendition(Media media) {
    return Rendition.of(media, RenditionSpec.still(media.picture().size(), Format.WEBP), "1");
  }

  /// Another picture of the same id.
  private Media other(String id) {
    Media media = house.media(id, null);
    return media.storedAs(
        Original.fresh(MediaType.JPEG, "other".length(), Sha256.ofText("other")), null);
  }

  private Instant now() {
    return house.clock.instant();
  }

  private BlobFiles files(String bytes) {
    try {
      Path file = Files.createTempFile(house.folder.incoming(), "staged", "");
      return new BlobFiles(Files.writeString(file, bytes), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StagedFile staged(String bytes) {
    try {
      byte[] content = bytes.getBytes(StandardCharsets.UTF_8);
      return TestStores.staging(house.folder.incoming())
          .receive(new ByteArrayInputStream(content), head -> 99);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The slot of a record of another program. It is taken if `outcome` is null; otherwise the
  /// record is written and its answer is lost.
  private static RecordSlot legacy(Predicate<Media> replacement) {
    return new RecordSlot.Legacy(
        new LegacyRecord() {
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
            return replacement.test(media);
          }
        },
        "{}");
  }
}

package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.Catalog;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.FolderFanout;
import io.calotype.media.Media;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.Blob;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalTest extends HouseholdFixture {
  @Test
  void remove_stored_leavesNoFile() {
    Media media = house.put("a");

    assertThat(house.store.remove(media)).isTrue();

    assertThat(house.catalog.find(media.id())).isEmpty();
    assertThat(house.blobs.of(media.id())).isEmpty();
    assertThat(house.folder.removals()).isEmptyDirectory();
    assertThat(house.store.remove(media)).isFalse();
  }

  /// An application may change labels and times in Redis: only the upload counts.
  @Test
  void remove_labelsHaveChanged_removesIt() {
    Media media = house.put("a");

    assertThat(house.store.remove(media.closed())).isTrue();
  }

  /// Another node has replaced the master of the record that the caller has.
  @Test
  void remove_masterWasReplacedMeanwhile_deletesTheNewOne() throws IOException {
    house.putWithoutMaster("a");
    Media before = house.catalog.find(house.media("a", null).id()).orElseThrow();
    Path master = Files.writeString(house.folder.incoming().resolve("master"), "master");
    Original described = Original.fresh(MediaType.JPEG, 6, Sha256.ofText("master"));
    house.store.replaceMaster(before, described, master);

    assertThat(house.store.remove(before)).isTrue();

    assertThat(house.blobs.of(before.id())).isEmpty();
    assertThat(house.folder.removals()).isEmptyDirectory();
  }

  /// The announcement of a removal returns to the node that has made it.
  @Test
  void removeStaleRenditions_afterARemovalHere_looksAtTheNextOne() {
    Media media = house.put("a");
    Rendition rendition =
        Rendition.of(media, RenditionSpec.still(media.picture().size(), Format.WEBP), "1");
    house.store.remove(media);
    house.stores.renditions().put(rendition.key(), ByteBuffer.allocateDirect(1));

    house.store.removeStaleRenditions(media.id());
    assertThat(house.stores.renditions().holds(rendition.key())).isTrue();

    house.store.removeStaleRenditions(media.id());
    assertThat(house.stores.renditions().holds(rendition.key())).isFalse();
  }

  @Test
  void remove_idIsUsedAgain_removesNothing() {
    Media first = house.put("a");
    house.store.remove(first);
    Media second = house.put("a");

    assertThat(house.store.remove(first)).isFalse();

    assertThat(house.has(second)).isTrue();
    assertThat(house.folder.removals()).isEmptyDirectory();
  }

  @Test
  void remove_folderIsNotMounted_isCompletedLater() throws IOException {
    Media media = house.put("a");
    Path blob = house.path(media);
    Path images = house.folder.root().resolve("images");
    Path elsewhere = Files.move(images, house.folder.root().resolve("elsewhere"));

    assertThat(house.store.remove(media)).isTrue();

    assertThat(house.catalog.find(media.id())).isEmpty();
    assertThat(house.store.completeRemovals(later())).isEqualTo(new MediaStore.Completed(0, 1));
    Files.move(elsewhere, images);
    assertThat(house.store.completeRemovals(later())).isEqualTo(new MediaStore.Completed(1, 0));
    assertThat(blob).doesNotExist();
    assertThat(house.folder.removals()).isEmptyDirectory();
  }

  @Test
  void remove_fileCannotBeDeleted_isCompletedLater() {
    Media media = house.put("a");
    Path blob = house.path(media);
    house.files.damage(blob);

    assertThat(house.store.remove(media)).isTrue();

    assertThat(blob).exists();
    house.files.repair();
    house.store.completeRemovals(later());
    assertThat(blob).doesNotExist();
  }

  /// The rendition cache swallows faults of its disk, so its folder is looked at afterwards.
  @Test
  void remove_renditionsCannotBeDeleted_isCompletedLater() throws IOException {
    Media media = house.put("a");
    Path folder = house.folder.renditions().resolve(FolderFanout.of("a")).resolve("a");
    Files.createDirectories(folder);
    Path entry = Files.createDirectory(folder.resolve("not-an-entry"));
    Files.writeString(entry.resolve("inside"), "x");

    assertThat(house.store.remove(media)).isTrue();

    assertThat(house.store.completeRemovals(later()).waiting())
        .isEqualTo(Files.exists(folder) ? 1 : 0);
  }

  @Test
  void remove_copyWasSetAside_isDeletedToo() {
    Media media = house.put("a");
    house.blobs.each(later(), blob -> assertThat(blob.setAside()).isTrue());

    assertThat(house.store.remove(media)).isTrue();

    assertThat(house.blobs.deleteSetAside(later())).isZero();
  }

  /// The removal of an earlier upload must not touch the files of a later one.
  @Test
  void completeRemovals_idIsUsedAgain_deletesOnlyTheFirst() throws IOException {
    Media first = house.put("a");
    Path blob = house.path(first);
    house.files.damage(blob);
    house.store.remove(first);
    Media second = house.put("a");
    house.files.repair();

    house.store.completeRemovals(later());

    assertThat(blob).doesNotExist();
    assertThat(house.path(second)).hasContent("a");
  }

  /// A crash after the note and before the record's removal.
  @Test
  void completeRemovals_recordStillStands_forgetsTheNoteAfterAnHour() {
    Media media = house.put("a");
    new RemovalNotes(TestStores.removals(house.folder)).add(media.id(), Blob.keys(media));

    assertThat(house.store.completeRemovals(later())).isEqualTo(new MediaStore.Completed(0, 1));
    assertThat(house.has(media)).isTrue();

    Instant muchLater = Instant.now().plus(Duration.ofHours(2));
    assertThat(house.store.completeRemovals(muchLater)).isEqualTo(new MediaStore.Completed(1, 0));
    assertThat(house.has(media)).isTrue();
    assertThat(house.folder.removals()).isEmptyDirectory();
  }

  @Test
  void completeRemovals_tornNote_isNoRemoval() throws IOException {
    Files.writeString(house.folder.removals().resolve("new-1-x"), "a IMA");

    assertThat(house.store.completeRemovals(later())).isEqualTo(new MediaStore.Completed(0, 0));

    assertThat(house.folder.removals()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void remove_failureOrCrashAtAnyStep_leavesAWholeMediaOrCompletes(boolean crash) {
    boolean failed = true;
    for (int step = 1; failed; step++) {
      Media media = house.put("a");
      if (crash) {
        house.files.crashAt(step);
      } else {
        house.files.failAt(step);
      }
      boolean removed = removed(media);
      failed = house.files.mend();

      assertEitherWholeOrRemoved(media, removed, step);
    }
  }

  private boolean removed(Media media) {
    try {
      return house.store.remove(media);
    } catch (MediaException refused) {
      return false;
    }
  }

  private void assertEitherWholeOrRemoved(Media media, boolean removed, int step) {
    house.store.completeRemovals(later());
    boolean stands = house.catalog.find(media.id()).isPresent();
    assertThat(stands).as("step %s", step).isEqualTo(!removed);
    if (stands) {
      assertThat(house.path(media)).hasContent("a");
      assertThat(house.store.remove(media)).isTrue();
    }
    assertThat(house.blobs.of(media.id())).as("step %s", step).isEmpty();
  }

  @Test
  void put_crashAtAnyStep_leavesNoRecordWithoutItsBlob() throws IOException {
    boolean crashed = true;
    for (int step = 1; crashed; step++) {
      Media media = house.media("a", null);
      Path staged = Files.writeString(house.folder.incoming().resolve("s" + step), "a");
      house.files.crashAt(step);
      boolean stored = stored(media, staged);
      crashed = house.files.mend();

      assertThat(house.catalog.find(media.id()).isPresent()).as("step %s", step).isEqualTo(stored);
      if (stored) {
        assertThat(house.path(media)).hasContent("a");
        house.store.remove(media);
      }
      house.blobs.each(later(), blob -> house.store.dispose(blob, MediaStore.Disposal.DELETED));
      assertThat(house.blobs.of(media.id())).isEmpty();
    }
  }

  private boolean stored(Media media, Path staged) {
    try {
      return house.store.put(media, new BlobFiles(staged, null), new RecordSlot.Vacant()).created();
    } catch (MediaException refused) {
      return false;
    }
  }

  @Test
  void removeLost_originalIsThere_keepsIt() throws IOException {
    Media media = house.put("a");

    assertThat(house.store.removeLost(media)).isFalse();
    Files.delete(house.path(media));
    assertThat(house.store.removeLost(media)).isTrue();
  }

  @Test
  void removeLost_folderIsNotMounted_isUnavailable() throws IOException {
    Media media = house.put("a");
    Files.move(house.folder.root().resolve("images"), house.folder.root().resolve("elsewhere"));

    assertThatThrownBy(() -> house.store.removeLost(media)).isInstanceOf(MediaException.class);
    assertThat(house.catalog.find(media.id())).isPresent();
  }

  @Test
  void removeDamaged_readableRecord_isKept() throws Exception {
    Media media = house.put("a");

    assertThat(house.store.removeDamaged(media.id())).isFalse();
    assertThat(house.has(media)).isTrue();

    house.damage("a", "attributes = 'none'");
    assertThat(house.store.removeDamaged(media.id())).isTrue();
    assertThat(house.blobs.of(media.id())).isEmpty();
  }

  @Test
  void remove_diskStaysFullUntilTheOriginalIsGone_removesIt() {
    Media media = house.put("a");
    Path original = house.path(media);

    assertThat(store(() -> Files.exists(original)).remove(media)).isTrue();

    assertThat(original).doesNotExist();
    assertThat(house.catalog.find(media.id())).isEmpty();
  }

  @Test
  void remove_diskStaysFull_canBeRepeated() {
    Media media = house.put("a");

    assertThatThrownBy(() -> store(() -> true).remove(media))
        .hasFieldOrPropertyWithValue("failure", new Failure.StorageFull());

    assertThat(house.store.remove(media)).isTrue();
    assertThat(house.catalog.find(media.id())).isEmpty();
  }

  /// A store whose catalog has no room for a change while `full`.
  private MediaStore store(BooleanSupplier full) {
    Catalog catalog =
        (Catalog)
            Proxy.newProxyInstance(
                Catalog.class.getClassLoader(),
                new Class<?>[] {Catalog.class},
                (proxy, method, arguments) -> {
                  if (method.getName().startsWith("remove") && full.getAsBoolean()) {
                    throw new MediaException(new Failure.StorageFull());
                  }
                  try {
                    return method.invoke(house.catalog, arguments);
                  } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                  }
                });
    return new MediaStore(
        catalog,
        house.blobs,
        house.stores.renditions(),
        new RenditionLimit(200, new PresetNames(List.of())),
        TestStores.removals(house.folder),
        new LocalInvalidations());
  }

  /// A time after all that the tests have written, by either clock.
  private static Instant later() {
    return Instant.now().plus(Duration.ofMinutes(1));
  }
}

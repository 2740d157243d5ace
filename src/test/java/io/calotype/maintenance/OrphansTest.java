package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.cache.SweepResult;
import io.calotype.disk.Throttle;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.HoldBack.Confirmation;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrphansTest extends HouseholdFixture {
  private final SkippedItems misses = new SkippedItems("orphans");
  private Orphans orphans;

  @BeforeEach
  void open() {
    orphans = new Orphans(house.stores, house.clock, house.telemetry);
  }

  @Test
  void removeFew_fewAmongMany_removesThem() {
    Media kept = house.put("kept");
    Path stray = house.store(house.media("stray", null));

    assertThat(orphans.removeFew(Throttle.NONE, misses).entries()).isEqualTo(1);

    assertThat(stray).doesNotExist();
    assertThat(house.has(kept)).isTrue();
  }

  /// Should the catalog be wrong, they can be put back by hand.
  @Test
  void removeFew_originals_areSetAsideForAWhile() throws IOException {
    Path stray = house.store(house.media("stray", null));
    Path aside =
        house.folder.root().resolve("orphans").resolve(house.folder.root().relativize(stray));

    orphans.removeFew(Throttle.NONE, misses);

    assertThat(aside).hasContent("stray");
    assertThat(house.blobs.deleteSetAside(Instant.now().minus(Duration.ofDays(7)))).isZero();
    assertThat(house.blobs.deleteSetAside(Instant.now().plusSeconds(5))).isEqualTo(1);
    assertThat(aside).doesNotExist();
  }

  @Test
  void removeFew_linkToItself_isPassedOver() throws IOException {
    Path stray = house.store(house.media("stray", null));
    Path loop = stray.resolveSibling("loop");
    Files.createSymbolicLink(loop, loop);

    assertThat(orphans.removeFew(Throttle.NONE, misses).entries()).isEqualTo(1);
  }

  /// `DirectoryStream` cannot list a folder that a dead file system covers.
  @Test
  void removeFew_folderThatCannotBeListed_isPassedOverAndCounted() throws Exception {
    Path stray = house.store(house.media("stray", null));
    Path shard = Files.createDirectories(house.folder.root().resolve("images/00/00"));

    try (UnreadableFolder _ = UnreadableFolder.at(shard)) {
      assertThat(orphans.removeFew(Throttle.NONE, misses).entries()).isEqualTo(1);
      assertThat(orphans.find(Throttle.NONE).unreadable()).isEqualTo(1);
    }
    assertThat(stray).doesNotExist();
    assertThat(misses.count()).isEqualTo(1);
  }

  @Test
  void find_namesThatNoTextExpresses_arePassedOverOrFound() throws Exception {
    Media stray = house.media("stray", null);
    house.store(stray);
    Path images = house.folder.root().resolve("images");
    Process made =
        new ProcessBuilder(
                "sh",
                "-c",
                "mkdir -p \"$0/$(printf 'b\\377')/cd\" && cp -p \"$0\"/*/*/stray.* \"$0/$(printf 'b\\377')/cd/stray2\"",
                images.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();

    Orphans.Found found = orphans.remove(Confirmation.GIVEN, Throttle.NONE);

    assertThat(found.blobs().count()).isEqualTo(2);
    assertThat(found.unreadable()).isZero();
  }

  @Test
  void removeFew_aHandful_removesThemRegardlessOfTheirShare() {
    strays(10);

    assertThat(orphans.removeFew(Throttle.NONE, misses).entries()).isEqualTo(10);
  }

  @Test
  void removeFew_moreThanHalf_removesNoneAndSaysSo() {
    house.put("kept");
    strays(11);

    assertThat(orphans.removeFew(Throttle.NONE, misses).entries()).isZero();

    assertThat(house.metric("calotype_upkeep_orphans_held_back")).isEqualTo(11);
    assertThat(orphans.find(Throttle.NONE).blobs().count()).isEqualTo(11);
  }

  @Test
  void removeFew_halfOrLess_removesThem() {
    strays(11);
    for (int i = 0; i < 11; i++) {
      house.put("kept-" + i);
    }

    assertThat(orphans.removeFew(Throttle.NONE, misses).entries()).isEqualTo(11);
    assertThat(house.metric("calotype_upkeep_orphans_held_back")).isZero();
  }

  @Test
  void removeFew_whereRecordsGoAfterTheJudgement_removesNoMoreThanWereJudged() {
    strays(1);
    List<Media> kept = List.of(house.put("a"), house.put("b"), house.put("c"));
    AtomicInteger steps = new AtomicInteger();

    SweepResult removed =
        orphans.removeFew(
            () -> {
              if (steps.incrementAndGet() == 4) {
                kept.forEach(media -> house.catalog.remove(media));
              }
            },
            misses);

    assertThat(removed.entries()).isEqualTo(1);
    assertThat(orphans.find(Throttle.NONE).blobs().count()).isEqualTo(3);
  }

  @Test
  void find_byCommand_removesThemRegardlessOfTheirShare() {
    strays(11);
    orphans.removeFew(Throttle.NONE, misses);

    Orphans.Found found = orphans.remove(Confirmation.GIVEN, Throttle.NONE);

    assertThat(found.blobs().count()).isEqualTo(11);
    assertThat(found.blobs().bytes()).isPositive();
    assertThat(orphans.find(Throttle.NONE).blobs().count()).isZero();
    assertThat(house.metric("calotype_upkeep_orphans_held_back")).isZero();
  }

  @Test
  void find_youngFile_isNone() throws IOException {
    Path young = house.store(house.media("young", null));
    Files.setLastModifiedTime(
        young, FileTime.from(house.clock.instant().minus(Duration.ofMinutes(59))));

    assertThat(orphans.remove(Confirmation.GIVEN, Throttle.NONE).blobs().count()).isZero();
    assertThat(young).exists();
  }

  @Test
  void lostRecords_old_areFoundAndOnlyRemovedWhenTold() throws IOException {
    LostRecords lost = lost();
    house.put("kept");
    Media bare = house.put("bare");
    Files.delete(house.path(bare));

    assertThat(lost.find(Throttle.NONE).lost().examples()).containsExactly("bare");
    assertThat(house.catalog.find(bare.id())).isPresent();
    assertThat(house.metric("calotype_upkeep_lost_records")).isEqualTo(1);

    assertThat(lost.remove(Confirmation.NONE, Throttle.NONE).lost().count()).isEqualTo(1);
    assertThat(house.catalog.find(bare.id())).isEmpty();
    assertThat(lost.find(Throttle.NONE).lost().count()).isZero();
    assertThat(house.metric("calotype_upkeep_lost_records")).isZero();
  }

  @Test
  void lostRecords_youngOrOver_areNone() {
    house.catalog.add(house.media("over", Duration.ofMinutes(1)));
    house.catalog.add(house.media("young", null));
    house.clock.pass(Duration.ofMinutes(-61));

    assertThat(lost().find(Throttle.NONE).lost().count()).isZero();
  }

  /// A left-over of another kind, or of an earlier upload, lies under an id that is in use.
  @Test
  void removeFew_leftOversUnderATakenId_areFound() throws IOException {
    Media media = house.put("taken");
    Path earlier = house.store(house.media("taken", null));
    Path video = house.folder.root().resolve("videos").resolve(place(media));
    Files.createDirectories(video.resolveSibling(""));
    Files.writeString(video, "left over");
    Files.setLastModifiedTime(
        video, FileTime.from(house.clock.instant().minus(Duration.ofHours(2))));

    assertThat(orphans.removeFew(Throttle.NONE, misses).entries()).isEqualTo(2);

    assertThat(earlier).doesNotExist();
    assertThat(video).doesNotExist();
    assertThat(house.has(media)).isTrue();
  }

  private Path place(Media media) {
    Path images = house.folder.root().resolve("images");
    return images.relativize(house.path(media)).resolveSibling(media.id().value());
  }

  @Test
  void remove_moreThanHalf_keepsThemUnlessConfirmed() {
    house.put("kept");
    strays(11);

    Orphans.Found found = orphans.remove(Confirmation.NONE, Throttle.NONE);

    assertThat(found.heldBack()).isEqualTo(11);
    assertThat(orphans.find(Throttle.NONE).blobs().count()).isEqualTo(11);
    assertThat(orphans.remove(Confirmation.GIVEN, Throttle.NONE).heldBack()).isZero();
    assertThat(orphans.find(Throttle.NONE).blobs().count()).isZero();
  }

  /// The folder of a wrong catalog, or a disk that lost most of its files.
  @Test
  void lostRecords_moreThanHalf_areKeptUnlessConfirmed() throws IOException {
    house.put("kept");
    for (int i = 0; i < 11; i++) {
      Files.delete(house.path(house.put("lost-" + i)));
    }

    LostRecords.Found found = lost().remove(Confirmation.NONE, Throttle.NONE);

    assertThat(found.heldBack()).isEqualTo(11);
    assertThat(lost().find(Throttle.NONE).lost().count()).isEqualTo(11);
    assertThat(lost().remove(Confirmation.GIVEN, Throttle.NONE).lost().count()).isEqualTo(11);
    assertThat(lost().find(Throttle.NONE).lost().count()).isZero();
    assertThat(house.catalog.find(new MediaId("kept"))).isPresent();
  }

  @Test
  void lostRecords_folderIsNotMounted_endsWithoutARemoval() throws IOException {
    Media media = house.put("a");
    Files.move(house.folder.root().resolve("images"), house.folder.root().resolve("elsewhere"));

    assertThatThrownBy(() -> lost().remove(Confirmation.GIVEN, Throttle.NONE))
        .isInstanceOf(MediaException.class);
    assertThat(house.catalog.find(media.id())).isPresent();
  }

  private LostRecords lost() {
    return new LostRecords(house.stores, house.clock, house.telemetry);
  }

  private void strays(int count) {
    for (int i = 0; i < count; i++) {
      house.store(house.media("stray-" + i, null));
    }
  }
}

package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.Throttle;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpiryTest extends HouseholdFixture {
  private final SkippedItems misses = new SkippedItems("expired");
  private Expiry expiry;

  @BeforeEach
  void open() {
    expiry = new Expiry(house.catalog, house.store, house.clock);
  }

  @Test
  void remove_mediaThatCannotBeRemoved_removesAllOthers() throws SQLException {
    house.refuseRemovals();
    for (int i = 0; i < 3; i++) {
      over("stuck" + i);
    }
    Path last = over("z");

    assertThat(expiry.remove(Throttle.NONE, misses).entries()).isEqualTo(1);

    assertThat(last).doesNotExist();
    assertThat(misses.count()).isEqualTo(3);
    assertThat(house.catalog.find(new MediaId("z"))).isEmpty();
    assertThat(house.catalog.find(new MediaId("stuck0"))).isPresent();
  }

  @Test
  void remove_filesThatCannotBeDeleted_areDeletedLater() throws IOException {
    List<Path> stuck = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      stuck.add(undeletable("a" + i));
    }

    assertThat(expiry.remove(Throttle.NONE, misses).entries()).isEqualTo(3);

    assertThat(house.catalog.expired(house.clock.instant(), null, 10).items()).isEmpty();
    assertThat(stuck).allMatch(Files::exists);
    assertThat(house.store.completeRemovals(house.clock.instant().plusSeconds(60)).waiting())
        .isEqualTo(3);
  }

  @Test
  void remove_moreFailuresThanABatch_removesAllOthers() throws SQLException {
    house.refuseRemovals();
    for (int i = 0; i < 450; i++) {
      over((i % 2 == 0 ? "stuck%03d" : "m%03d").formatted(i));
    }

    assertThat(expiry.remove(Throttle.NONE, misses).entries()).isEqualTo(225);

    assertThat(misses.count()).isEqualTo(225);
    assertThat(house.catalog.expired(house.clock.instant(), null, 450).items()).hasSize(225);
  }

  @Test
  void remove_damagedRecordAmongThem_removesAllOthers() throws SQLException {
    over("a");
    over("z");
    house.damage("a", "type = 'HOLOGRAM'");

    assertThat(expiry.remove(Throttle.NONE, misses).entries()).isEqualTo(1);
    assertThat(house.catalog.damaged()).containsExactly("a");
  }

  @Test
  void removeGroup_mediaThatCannotBeRemoved_removesAllOthers() throws SQLException {
    house.refuseRemovals();
    over("stuck");
    over("b");

    GroupRemoval.Removed removed =
        new GroupRemoval(house.catalog, house.store).remove(Household.GROUP, null, media -> true);

    assertThat(removed).isEqualTo(new GroupRemoval.Removed(1, 1));
  }

  @Test
  void removeDamaged_recordThatCannotBeRead_removesItWithItsFiles() throws SQLException {
    Path original = over("a");
    house.damage("a", "attributes = '{'");

    assertThat(house.store.removeDamaged(new MediaId("a"))).isTrue();

    assertThat(original).doesNotExist();
    assertThat(house.catalog.find(new MediaId("a"))).isEmpty();
    assertThat(house.catalog.damaged()).isEmpty();
    assertThat(house.store.removeDamaged(new MediaId("a"))).isFalse();
  }

  private Path over(String id) {
    Media media = house.media(id, Duration.ofMinutes(1));
    Path original = house.store(media);
    house.catalog.add(media);
    return original;
  }

  /// A folder that is not empty stands where its original was.
  private Path undeletable(String id) throws IOException {
    Path original = over(id);
    Files.delete(original);
    return Files.createFile(Files.createDirectory(original).resolve("inside"));
  }
}

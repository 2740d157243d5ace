package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.AcceptingEngine;
import io.calotype.imaging.Priority;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.geometry.Dimensions;
import io.calotype.originals.Blob;
import io.calotype.originals.OriginalCondition;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterRepairerTest extends HouseholdFixture {
  private static final byte[] MASTER = {7, 7, 7};
  private static final Dimensions SIZE = new Dimensions(1, 1);

  private final AcceptingEngine engine = new AcceptingEngine(SIZE, MASTER);
  private MasterRepairer repairer;

  @BeforeEach
  void openRepairer() {
    repairer = new MasterRepairer(house.decodeStep(engine), house.store, house.blobs);
  }

  @Test
  void repair_lostMaster_isMadeInTheBackgroundAndNamed() {
    Media media = withoutMaster();

    assertThat(repairer.repair(media, ReadThrottle.NONE)).isTrue();

    Media repaired = stored(media);
    assertThat(house.blobs.verify(Blob.source(repaired), ReadThrottle.NONE))
        .isEqualTo(OriginalCondition.WHOLE);
    assertThat(repaired.original()).isEqualTo(media.original());
    assertThat(engine.priorities()).containsExactly(Priority.BACKGROUND);
  }

  @Test
  void repaired_intactMaster_isLeftAlone() {
    Media media = withoutMaster();
    Media repaired = repairer.repaired(media);
    engine.priorities().clear();

    assertThat(repairer.repaired(repaired)).isEqualTo(repaired);
    assertThat(engine.priorities()).isEmpty();
  }

  @Test
  void repaired_mediaWithoutAMaster_isLeftAlone() {
    Media media = house.put("plain");

    assertThat(repairer.repaired(media)).isEqualTo(media);
    assertThat(engine.priorities()).isEmpty();
  }

  @Test
  void repaired_damagedMaster_isReplacedAndTheDamagedOneIsGone() throws IOException {
    Media first = repairer.repaired(withoutMaster());
    try (var copy = house.blobs.checkout(Blob.source(first))) {
      Files.write(copy.path(), new byte[] {8, 8, 8});
    }

    Media second = repairer.repaired(first);

    assertThat(second.master()).isNotEqualTo(first.master());
    assertThat(house.blobs.has(Blob.source(first).key())).isFalse();
    assertThat(house.blobs.verify(Blob.source(second), ReadThrottle.NONE))
        .isEqualTo(OriginalCondition.WHOLE);
  }

  @Test
  void repair_originalIsUndecodable_changesNothing() {
    Media media = withoutMaster();
    engine.refuse(new Failure.Undecodable());

    assertThatThrownBy(() -> repairer.repair(media, ReadThrottle.NONE))
        .isInstanceOf(MediaException.class);

    assertThat(stored(media)).isEqualTo(media);
    assertThat(house.folder.incoming()).isEmptyDirectory();
  }

  @Test
  void repair_originalIsLost_isThatFailure() throws IOException {
    Media media = withoutMaster();
    Files.delete(house.path(media));

    assertThatThrownBy(() -> repairer.repair(media, ReadThrottle.NONE))
        .hasFieldOrPropertyWithValue("failure", new Failure.OriginalLost(media.id()));
  }

  private Media withoutMaster() {
    house.putWithoutMaster("a");
    return house.catalog.find(new MediaId("a")).orElseThrow();
  }

  private Media stored(Media media) {
    return house.catalog.find(media.id()).orElseThrow();
  }
}

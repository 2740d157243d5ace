package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.ReadThrottle;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Picture;
import io.calotype.originals.Blob;
import io.calotype.originals.OriginalCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterRepairerTest extends HouseholdFixture {
  private static final byte[] MASTER = {7, 7, 7};
  private static final Dimensions SIZE = new Dimensions(1, 1);

  private final List<Priority> priorities = new ArrayList<>();
  private @Nullable Failure refusal;
  private MasterRepairer repairer;

  @BeforeEach
  void openRepairer() {
    repairer = new MasterRepairer(house.decodeStep(new Engine()), house.store, house.blobs);
  }

  @Test
  void repair_lostMaster_isMadeInTheBackgroundAndNamed() {
    Media media = withoutMaster();

    assertThat(repairer.repair(media, ReadThrottle.NONE)).isTrue();

    Media repaired = stored(media);
    assertThat(house.blobs.verify(Blob.source(repaired), ReadThrottle.NONE))
        .isEqualTo(OriginalCondition.WHOLE);
    assertThat(repaired.original()).isEqualTo(media.original());
    assertThat(priorities).containsExactly(Priority.BACKGROUND);
  }

  @Test
  void repaired_intactMaster_isLeftAlone() {
    Media media = withoutMaster();
    Media repaired = repairer.repaired(media);
    priorities.clear();

    assertThat(repairer.repaired(repaired)).isEqualTo(repaired);
    assertThat(priorities).isEmpty();
  }

  @Test
  void repaired_mediaWithoutAMaster_isLeftAlone() {
    Media media = house.put("plain");

    assertThat(repairer.repaired(media)).isEqualTo(media);
    assertThat(priorities).isEmpty();
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
    refusal = new Failure.Undecodable();

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

  private final class Engine implements ImageEngine {
    @Override
    public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
      priorities.add(urgency.priority());
      if (refusal != null) {
        throw new MediaException(refusal);
      }
      try {
        for (Output output : plan.outputs(SourceHeader.of(SIZE, false))) {
          sink.accept(output.spec(), MASTER.length, new ByteArrayInputStream(MASTER));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Picture(SIZE, true, Facts.PLAIN, null);
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void close() {}
  }
}

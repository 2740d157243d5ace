package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Dimensions;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Life;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.Visibility;
import io.calotype.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagesTest {
  private final Telemetry telemetry = new Telemetry();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void note_damaged_isKnownAfterARestart() {
    opened().note(media("a", 1), Condition.DAMAGED);

    assertThat(opened().known(media("a", 1))).isEqualTo(Condition.DAMAGED);
    assertThatThrownBy(() -> opened().requireSound(media("a", 1)))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isEqualTo(new Failure.OriginalDamaged(new MediaId("a"))));
  }

  @Test
  void note_lost_isFoundAgainAfterARestart() {
    Damages damages = opened();
    damages.note(media("a", 1), Condition.LOST);

    assertThat(damages.known(media("a", 1))).isEqualTo(Condition.LOST);
    damages.requireSound(media("a", 1));
    assertThat(opened().known(media("a", 1))).isEqualTo(Condition.WHOLE);
  }

  @Test
  void known_idUsedAgain_isAnotherOriginal() {
    Damages damages = opened();
    damages.note(media("a", 1), Condition.DAMAGED);

    assertThat(damages.known(media("a", 2))).isEqualTo(Condition.WHOLE);
  }

  @Test
  void forget_damaged_isForgottenAfterARestart() {
    Damages damages = opened();
    damages.note(media("a", 1), Condition.DAMAGED);
    damages.note(media("b", 1), Condition.DAMAGED);
    damages.note(media("a", 1), Condition.WHOLE);

    Damages again = opened();

    assertThat(again.ids()).containsExactly(new MediaId("b"));
  }

  private Damages opened() {
    DiskThreads disk = DiskThreads.of("originals", new Telemetry());
    return new Damages(new DamageFile(folder.resolve("damaged"), disk), telemetry);
  }

  private static Media media(String id, int seed) {
    return new Media(
        new MediaId(id),
        new Original(MediaType.JPEG, 1, Sha256.ofText("" + seed)),
        null,
        new Picture(new Dimensions(1, 1), true, Facts.PLAIN, null),
        new Labels(null, Visibility.PUBLIC, Map.of()),
        Life.from(Instant.EPOCH, null),
        null);
  }
}

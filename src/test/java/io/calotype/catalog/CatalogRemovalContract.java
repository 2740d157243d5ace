package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Original;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The removals that every [Catalog] promises.
abstract class CatalogRemovalContract extends CatalogEventContract {
  @Test
  void remove_thenFind_isAbsent() {
    catalog.add(PHOTO);

    assertThat(catalog.remove(PHOTO)).isTrue();
    assertThat(catalog.find(PHOTO.id())).isEmpty();
    assertThat(catalog.remove(PHOTO)).isFalse();
  }

  @Test
  void remove_anotherUploadOfTheId_isLeftAlone() {
    catalog.add(PHOTO);
    Media earlier = PHOTO.storedAs(PHOTO.original().again(), null);

    assertThat(catalog.remove(earlier)).isFalse();
    assertThat(catalog.expire(earlier, NOW)).isFalse();
    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);
  }

  @Test
  void remove_uploadWithoutIncarnation_isRemovedByItsDigest() {
    Media old = withoutIncarnation(PHOTO);
    catalog.add(old);

    assertThat(catalog.remove(PHOTO)).isFalse();
    assertThat(catalog.remove(old)).isTrue();
  }

  private static Media withoutIncarnation(Media media) {
    Original original = media.original();
    return media.storedAs(
        new Original(original.type(), original.bytes(), original.digest(), null), null);
  }

  @Test
  void removeUnchanged_storedExactlySo_removesIt() {
    Media mortal = media("mortal", NOW, Duration.ofDays(99_999), labels("cats"));
    catalog.add(PHOTO);
    catalog.add(mortal);

    assertThat(catalog.removeUnchanged(mortal)).isTrue();
    assertThat(catalog.removeUnchanged(PHOTO)).isTrue();

    assertThat(catalog.find(mortal.id())).isEmpty();
    assertThat(catalog.list(new Query(9, null, null, null, null)).items()).isEmpty();
    assertThat(catalog.expired(FAR, null, 9).items()).isEmpty();
    assertThat(catalog.removeUnchanged(PHOTO)).isFalse();
  }

  /// What the removal of another state would leave behind: entries of lists, an event for the wrong
  /// readers, a master.
  @Test
  void removeUnchanged_storedOtherwise_changesNothing() {
    Media relabelled = PHOTO.labelled(labels("cats"));
    catalog.add(PHOTO);

    assertThat(catalog.removeUnchanged(relabelled)).isFalse();
    assertThat(catalog.removeUnchanged(PHOTO.storedAs(PHOTO.original().again(), null))).isFalse();
    assertThat(catalog.find(PHOTO.id())).contains(PHOTO);

    catalog.replace(PHOTO, relabelled);
    assertThat(catalog.removeUnchanged(PHOTO)).isFalse();
    assertThat(catalog.removeUnchanged(relabelled)).isTrue();
  }

  @Test
  void expire_alive_isLeftAlone() {
    catalog.add(PHOTO);

    assertThat(catalog.expire(PHOTO, NOW)).isFalse();
    assertThat(catalog.find(PHOTO.id())).isPresent();
  }

  @Test
  void removeDamaged_readableOrAbsent_changesNothing() {
    catalog.add(PHOTO);

    assertThat(catalog.removeDamaged(PHOTO.id())).isFalse();
    assertThat(catalog.removeDamaged(new MediaId("absent"))).isFalse();
    assertThat(catalog.find(PHOTO.id())).isPresent();
  }
}

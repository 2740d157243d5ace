package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.Await;
import io.calotype.cache.RunMode;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Media;
import io.calotype.media.Visibility;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.store.Rendition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clears that one node announces and another node carries out.
class RemoteClearsTest extends HouseholdFixture {
  private final Announcements announced = new Announcements();

  @ParameterizedTest
  @ValueSource(strings = {"all", "group all", "idle PT0S"})
  void cleared_ofItsRenditions_removesThem(String selection) {
    Rendition rendition = rendition();
    house.clock.pass(Duration.ofDays(40_000)); // beyond the time of each file
    try (RemoteClears clears = new RemoteClears(purge())) {
      clears.cleared(selection);

      Await.until(() -> isAbsent(rendition), "the clear");
    }
    assertThat(announced.selections).isEmpty();
  }

  /// An unknown selection, as of a later version, and one of other media.
  @Test
  void cleared_ofOthers_keepsThem() {
    Rendition rendition = rendition();
    Rendition last = rendition("b", new Group("last"));
    try (RemoteClears clears = new RemoteClears(purge())) {
      clears.cleared("format avif");
      clears.cleared("group other");
      clears.cleared("idle 3");
      clears.cleared("group last");

      Await.until(() -> isAbsent(last), "the last clear");
    }

    assertThat(house.stores.renditions().holds(rendition.key())).isTrue();
  }

  @Test
  void clear_exceptADryRun_isAnnounced() {
    CachePurge purge = purge();

    purge.clear(new CachePurge.Selection.All(), RunMode.DRY_RUN);
    purge.clear(new CachePurge.Selection.OfGroup(new Group("a-b")), RunMode.APPLY);
    purge.clear(new CachePurge.Selection.Idle(Duration.ofHours(24)), RunMode.APPLY);

    assertThat(announced.selections).containsExactly("group a-b", "idle PT24H");
  }

  @Test
  void clear_unusedForAnImpossibleTime_removesNothing() {
    Rendition rendition = rendition();

    purge().clear(new CachePurge.Selection.Idle(Duration.ofSeconds(Long.MAX_VALUE)), RunMode.APPLY);

    assertThat(house.stores.renditions().holds(rendition.key())).isTrue();
  }

  @Test
  void clear_othersCannotBeReached_failsAndKeepsItsRenditions() {
    Rendition rendition = rendition();
    announced.away = true;

    assertThatExceptionOfType(MediaException.class)
        .isThrownBy(() -> purge().clear(new CachePurge.Selection.All(), RunMode.APPLY));

    assertThat(house.stores.renditions().holds(rendition.key())).isTrue();
  }

  /// Whether it is gone. Does not count as a use: a use would make it too young for the clear.
  private boolean isAbsent(Rendition rendition) {
    return house.stores.renditions().traces(rendition.media().id()).isEmpty();
  }

  private CachePurge purge() {
    return new CachePurge(house.stores, announced, house.clock, house.throttle);
  }

  private Rendition rendition() {
    return rendition("a", Household.GROUP);
  }

  private Rendition rendition(String id, Group group) {
    Labels labels = new Labels(group, Visibility.PUBLIC, Map.of(), null);
    Media media = house.media(id, null).labelled(labels);
    house.catalog.add(media);
    Rendition rendition =
        Rendition.of(media, RenditionSpec.still(media.picture().size(), Format.WEBP), "1");
    house.store.publish(rendition, ByteBuffer.allocateDirect(10));
    return rendition;
  }
}

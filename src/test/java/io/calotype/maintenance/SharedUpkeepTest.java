package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.cache.RunMode;
import io.calotype.cache.SweepResult;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.cluster.local.LocalLeases;
import io.calotype.disk.Throttle;
import io.calotype.media.Incarnation;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Preset;
import io.calotype.originals.RenditionKey;
import io.calotype.originals.RenditionsInMemory;
import io.calotype.store.SharedRenditions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedUpkeepTest {
  private static final Duration OLD = Duration.ofDays(2);
  private static final String FILE = "640x480-q85-0a1b2c3d.webp";

  private final RenditionsInMemory bucket = new RenditionsInMemory(new TestClock().instant());

  @SuppressWarnings("NullAway.Init")
  private Household house;

  @SuppressWarnings("NullAway.Init")
  private SharedUpkeep upkeep;

  @BeforeEach
  void open(@TempDir Path root) {
    house = new Household(root, bucket);
    upkeep = new SharedUpkeep(house.stores);
  }

  @AfterEach
  void close() throws IOException {
    house.close();
  }

  private static RenditionKey.Owner owner(Media media) {
    return SharedRenditions.owner(media).orElseThrow();
  }

  @Test
  void orphans_ofNoRecordOrAnotherUpload_areDeletedUnlessYoung() {
    Media kept = house.put("kept");
    bucket.add(owner(kept), "kept-0a1b2c3d.webp", OLD);
    RenditionKey.Owner before = new RenditionKey.Owner(kept.id(), Incarnation.fresh());
    bucket.add(before, "before-0a1b2c3d.webp", OLD);
    RenditionKey.Owner gone = new RenditionKey.Owner(new MediaId("gone"), Incarnation.fresh());
    bucket.add(gone, "gone-0a1b2c3d.webp", OLD);
    bucket.add(gone, "young-0a1b2c3d.webp", Duration.ofMinutes(1));
    Orphans orphans = new Orphans(house.stores, house.clock, house.telemetry);

    assertThat(orphans.find(Throttle.NONE).renditions().count()).isEqualTo(2);
    assertThat(bucket.names()).hasSize(4);
    orphans.removeFew(Throttle.NONE, new SkippedItems("orphans"));

    assertThat(bucket.names())
        .containsExactlyInAnyOrder("kept-0a1b2c3d.webp", "young-0a1b2c3d.webp");
  }

  @Test
  void limit_ofAMedia_deletesTheOldestAndPresetsLast() {
    Media media = house.put("many");
    String preset = Preset.SMALL.of(media, Format.WEBP).canonical() + "-0a1b2c3d.webp";
    bucket.add(owner(media), preset, OLD.multipliedBy(2));
    for (int width = 1000; width < 1202; width++) {
      bucket.add(owner(media), width + "x1-q85-0a1b2c3d.webp", OLD.minusMinutes(width));
    }

    SweepResult limited = upkeep.limit(Throttle.NONE);

    assertThat(limited).isEqualTo(new SweepResult(3, 30));
    assertThat(bucket.names())
        .hasSize(200)
        .contains(preset, "1003x1-q85-0a1b2c3d.webp")
        .doesNotContain("1000x1-q85-0a1b2c3d.webp", "1002x1-q85-0a1b2c3d.webp");
  }

  @Test
  void tasks_ofSharedRenditions_haveTheChore() {
    MaintenanceTasks tasks =
        new MaintenanceTasks(
            house.stores,
            new CachePurge(house.stores, new LocalInvalidations(), house.clock, house.throttle),
            new Maintenance.Schedule(OLD, OLD, null),
            new LocalLeases(),
            house.clock,
            house.telemetry);

    assertThat(tasks.all()).containsKey("shared");
  }

  @Test
  void clear_everySelection_coversTheSharedOnes() {
    CachePurge purge =
        new CachePurge(house.stores, new LocalInvalidations(), house.clock, house.throttle);
    Media media = house.put("a");
    bucket.add(owner(media), FILE, OLD);
    bucket.add(owner(media), "young-0a1b2c3d.webp", Duration.ofMinutes(1));
    RenditionKey.Owner other = new RenditionKey.Owner(new MediaId("b"), Incarnation.fresh());
    bucket.add(other, "other-0a1b2c3d.webp", Duration.ofMinutes(1));

    assertThat(purge.clear(new CachePurge.Selection.All(), RunMode.DRY_RUN).entries()).isEqualTo(3);
    assertThat(purge.clear(new CachePurge.Selection.Idle(Duration.ofDays(1)), RunMode.APPLY))
        .isEqualTo(new SweepResult(1, 10));
    assertThat(bucket.names()).doesNotContain(FILE).hasSize(2);
    purge.clear(new CachePurge.Selection.OfGroup(Household.GROUP), RunMode.APPLY);
    assertThat(bucket.names()).isEqualTo(List.of("other-0a1b2c3d.webp"));
    purge.clear(new CachePurge.Selection.All(), RunMode.APPLY);
    assertThat(bucket.names()).isEmpty();
  }
}

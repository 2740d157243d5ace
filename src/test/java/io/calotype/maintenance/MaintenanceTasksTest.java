package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cache.SweepResult;
import io.calotype.cluster.Leases;
import io.calotype.cluster.local.LocalInvalidations;
import io.calotype.cluster.local.LocalLeases;
import io.calotype.disk.Throttle;
import io.calotype.media.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaintenanceTasksTest extends HouseholdFixture {
  private static final Maintenance.Schedule SCHEDULE =
      new Maintenance.Schedule(Duration.ofHours(6), Duration.ofDays(30), null);

  private final Leases leases = new LocalLeases();
  private MaintenanceTasks tasks;

  @BeforeEach
  void openTasks() {
    CachePurge purge =
        new CachePurge(house.stores, new LocalInvalidations(), house.clock, house.throttle);
    tasks =
        new MaintenanceTasks(house.stores, purge, SCHEDULE, leases, house.clock, house.telemetry);
  }

  @Test
  void all_always_completesRemovalsBeforeItLooksForOrphans() {
    assertThat(tasks.all().keySet())
        .containsExactly("removals", "expired", "idle", "budget", "orphans", "lost", "temporary");
  }

  @Test
  void removals_fileCouldNotBeDeleted_isDeletedAfterTheFault() {
    Media media = house.put("a");
    Path file = house.path(media);
    house.files.damage(file);
    house.store.remove(media);
    house.clock.pass(Duration.ofMinutes(1));
    SkippedItems skipped = new SkippedItems("removals");

    assertThat(run("removals", skipped).entries()).isZero();
    assertThat(skipped.count()).isEqualTo(1);
    house.files.repair();
    assertThat(run("removals", new SkippedItems("removals")).entries()).isEqualTo(1);

    assertThat(file).doesNotExist();
  }

  @Test
  void expired_mediaWithoutATtl_stay() {
    Media ever = house.put("ever");
    Media over = house.media("over", Duration.ofMinutes(1));
    house.store(over);
    house.catalog.add(over);

    assertThat(run("expired").entries()).isEqualTo(1);

    assertThat(house.catalog.find(ever.id())).isPresent();
    assertThat(house.has(over)).isFalse();
  }

  @Test
  void lost_recordWithoutAnOriginal_isCountedAndKept() throws IOException {
    Media media = house.put("a");
    Files.delete(house.path(media));

    assertThat(run("lost").entries()).isZero();

    assertThat(house.metric("calotype_upkeep_lost_records")).isEqualTo(1);
    assertThat(house.catalog.find(media.id())).isPresent();
  }

  @Test
  void temporary_oldUpload_isDeleted() throws IOException {
    Path old = Files.writeString(house.folder.incoming().resolve("old"), "half");
    Files.setLastModifiedTime(old, FileTime.from(house.clock.instant().minus(Duration.ofHours(2))));
    Path young = Files.writeString(house.folder.incoming().resolve("young"), "half");

    assertThat(run("temporary").entries()).isEqualTo(1);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void task_leaseIsHeldElsewhere_doesNothing() {
    Media over = house.media("over", Duration.ofMinutes(1));
    house.store(over);
    house.catalog.add(over);
    try (Leases.Lease _ = leases.acquire("expired").orElseThrow()) {
      assertThat(run("expired").entries()).isZero();
    }

    assertThat(run("expired").entries()).isEqualTo(1);
  }

  private SweepResult run(String name) {
    return run(name, new SkippedItems(name));
  }

  private SweepResult run(String name, SkippedItems skipped) {
    return Objects.requireNonNull(tasks.all().get(name)).done(Throttle.NONE, skipped);
  }
}

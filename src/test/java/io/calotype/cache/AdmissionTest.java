package io.calotype.cache;

import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.FaultyFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Entries that were asked for once do not push out those that are asked for often, and one owner
/// has a bounded number of entries.
class AdmissionTest {
  private static final int FITTING = 160;
  private static final long BUDGET = FITTING * Entries.CHARGE;
  private static final int HOT = 120;

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  /// The scan is five times as large as the budget, and all of it newer than the hot entries.
  @Test
  void scan_ofFiveTimesTheBudget_leavesTheHotEntries() {
    DiskCache cache = folder.open(BUDGET);
    range(0, HOT).forEach(n -> request(cache, n));
    range(0, 4).forEach(round -> range(0, HOT).forEach(n -> request(cache, n)));

    range(10_000, 10_000 + 5 * FITTING).forEach(n -> request(cache, n));

    assertThat(kept(cache, 0, HOT)).isGreaterThanOrEqualTo(HOT * 97 / 100);
    assertThat(cache.entries()).isGreaterThan(FITTING * 9 / 10);
  }

  @Test
  void scan_amongRequestsForHotEntries_costsThemFewMisses() {
    DiskCache cache = folder.open(BUDGET);
    SplittableRandom random = new SplittableRandom(3);
    range(0, 5 * HOT).forEach(n -> request(cache, random.nextInt(HOT)));
    int misses = 0;
    int requests = 0;
    for (int n = 0; n < 5 * FITTING; n++) {
      request(cache, 10_000 + n);
      if (n % 2 == 0) {
        misses += request(cache, random.nextInt(HOT)) ? 0 : 1;
        requests++;
      }
    }

    assertThat(misses).isLessThan(requests * 4 / 100);
  }

  @Test
  void entries_thatBecomeHot_replaceThoseThatAreNoMore() {
    DiskCache cache = folder.open(BUDGET);
    range(0, 5).forEach(round -> range(0, HOT).forEach(n -> request(cache, n)));

    range(0, 12).forEach(round -> range(5000, 5000 + HOT).forEach(n -> request(cache, n)));

    assertThat(kept(cache, 5000, HOT)).isGreaterThanOrEqualTo(HOT * 95 / 100);
  }

  /// After a restart nothing is known of frequencies: the times of use decide.
  @Test
  void restart_thenNewEntries_evictsTheLeastRecentlyUsed() {
    fill(folder.open(BUDGET), 0, FITTING - 10);
    folder.clock.pass(Duration.ofHours(3));
    DiskCache before = folder.open(BUDGET);
    range(0, 80).forEach(n -> before.find(Entries.key(n)));
    range(0, 80).forEach(n -> before.recent(Entries.key(n)));
    before.settle();
    DiskCache cache = folder.open(BUDGET);
    cache.settle();

    fill(cache, 10_000, 48);

    assertThat(kept(cache, 0, 80)).isGreaterThanOrEqualTo(76);
  }

  @Test
  void expected_entries_surviveAScan() {
    DiskCache cache = folder.open(BUDGET);
    range(0, HOT)
        .forEach(n -> {
          cache.expect(Entries.key(n));
          put(cache, n);
        });

    range(10_000, 10_000 + 4 * FITTING).forEach(n -> request(cache, n));

    assertThat(kept(cache, 0, HOT)).isGreaterThanOrEqualTo(HOT * 95 / 100);
  }

  @Test
  void limit_ofAnOwner_evictsItsLeastRecentlyUsedAndNoneOfOthers() {
    DiskCache cache = folder.open(BUDGET);
    fill(cache, 0, 50);
    for (int n = 0; n < 100; n++) {
      write(cache, n, new OwnerLimit(10, key -> false));
    }

    assertThat(owned(cache, 90, 100)).isEqualTo(10);
    assertThat(cache.entries()).isEqualTo(60);
    assertThat(folder.counted("evictions")).isEqualTo(90);
  }

  @Test
  void limit_ofAnOwner_keepsPresetsAndHotEntriesBeforeOthers() {
    DiskCache cache = folder.open(BUDGET);
    OwnerLimit limit = new OwnerLimit(10, key -> key.name().equals("w0"));
    write(cache, 0, limit);
    write(cache, 1, limit);
    range(0, 3).forEach(time -> cache.countRequest(own(1)));
    for (int n = 2; n < 100; n++) {
      write(cache, n, limit);
    }

    assertThat(owned(cache, 0, 2)).isEqualTo(2);
    assertThat(owned(cache, 92, 100)).isEqualTo(8);
  }

  @Test
  void limit_anEntryThatCannotBeDeleted_stopsNoOther() {
    FaultyFiles disk = new FaultyFiles();
    DiskCache cache = folder.open(BUDGET, disk);
    range(0, 20).forEach(n -> write(cache, n, new OwnerLimit(20, key -> false)));
    Path refused = cache.find(own(3)).orElseThrow().path();
    disk.damage(refused);

    write(cache, 20, new OwnerLimit(10, key -> false));

    assertThat(owned(cache, 0, 21)).isEqualTo(10);
    assertThat(refused).exists();
    disk.repair();
  }

  /// As the program does: counts the request, reads, and writes what is missing.
  ///
  /// @return whether it was a hit
  private boolean request(DiskCache cache, int n) {
    folder.clock.pass(Duration.ofMillis(100));
    cache.countRequest(Entries.key(n));
    boolean hit = cache.find(Entries.key(n)).isPresent();
    if (!hit) {
      put(cache, n);
    }
    return hit;
  }

  private void fill(DiskCache cache, int first, int count) {
    range(first, first + count)
        .forEach(n -> {
          folder.clock.pass(Duration.ofSeconds(1));
          put(cache, n);
        });
  }

  private static void put(DiskCache cache, int n) {
    assertThat(cache.put(Entries.key(n), Entries.bytes(n))).isPresent();
    cache.settle();
  }

  private void write(DiskCache cache, int n, OwnerLimit limit) {
    folder.clock.pass(Duration.ofSeconds(1));
    cache.put(own(n), Entries.bytes(n));
    cache.limit(own(n), limit);
  }

  private static CacheKey own(int n) {
    return new CacheKey("owner", "w" + n, "webp");
  }

  private static long owned(DiskCache cache, int first, int end) {
    return range(first, end).filter(n -> cache.find(own(n)).isPresent()).count();
  }

  private static long kept(DiskCache cache, int first, int count) {
    return range(first, first + count).filter(n -> cache.find(Entries.key(n)).isPresent()).count();
  }
}

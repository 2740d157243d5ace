package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Going through the whole cache: to clear it, and to verify it.
class SweepRequestTest {
  private static final long BUDGET = 4 << 20;

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  @Test
  void sweep_everything_countsAndRemovesAllOfIt() {
    DiskCache cache = filled(5);

    SweepResult dry =
        cache.sweep(new SweepRequest(owner -> true, seen -> true, RunMode.DRY_RUN, Throttle.NONE));
    assertThat(dry).isEqualTo(new SweepResult(5, 25_000));
    assertThat(cache.entries()).isEqualTo(5);

    assertThat(
            cache.sweep(
                new SweepRequest(owner -> true, seen -> true, RunMode.APPLY, Throttle.NONE)))
        .isEqualTo(dry);
    assertThat(cache.entries()).isZero();
  }

  @Test
  void sweep_ownerWithManyEntries_removesAllOfThem() {
    DiskCache cache = folder.open(BUDGET);
    for (int n = 0; n < 100; n++) {
      cache.put(new CacheKey("owner", "w" + n, "webp"), Entries.bytes(n));
    }

    assertThat(cache.sweep("owner", seen -> true, RunMode.APPLY).entries()).isEqualTo(100);
  }

  @Test
  void sweep_someOwners_looksAtNoOther() {
    DiskCache cache = filled(3);
    List<String> seen = new ArrayList<>();

    cache.sweep(
        new SweepRequest(
            owner -> owner.equals("owner-1"),
            entry -> seen.add(entry.key().owner()),
            RunMode.APPLY,
            Throttle.NONE));

    assertThat(seen).containsExactly("owner-1");
    assertThat(cache.entries()).isEqualTo(2);
  }

  /// The cache holds no lock while it calls the predicate for owners, or rests.
  @Test
  void sweep_betweenOwners_locksNothing() {
    DiskCache cache = filled(1);
    List<Boolean> found = new ArrayList<>();
    Throttle request = () -> found.add(elsewhere(cache));

    cache.sweep(
        new SweepRequest(
            owner -> {
              request.pause();
              return true;
            },
            seen -> false,
            RunMode.APPLY,
            request));

    assertThat(found).containsExactly(true, true);
  }

  private static boolean elsewhere(DiskCache cache) {
    return CompletableFuture.supplyAsync(() -> cache.put(Entries.key(0), Entries.bytes(0)))
        .orTimeout(20, TimeUnit.SECONDS)
        .join()
        .isPresent();
  }

  @Test
  void sweep_folderThatTheDiskRefuses_isPassedOver() {
    DiskCache filled = filled(3);
    String refused = filled.find(Entries.key(1)).orElseThrow().path().toString();
    DiskCache cache =
        folder.open(
            BUDGET,
            new Stumbling() {
              @Override
              void count(Path counted) {}

              @Override
              public Stat stat(Path path) throws IOException {
                if (path.toString().equals(refused)) {
                  throw new IOException("Input/output error");
                }
                return super.stat(path);
              }
            });

    assertThat(
            cache
                .sweep(new SweepRequest(owner -> true, seen -> true, RunMode.APPLY, Throttle.NONE))
                .entries())
        .isEqualTo(2);
    assertThat(folder.counted("faults")).isEqualTo(1);
  }

  @Test
  void prove_soundEntries_readsAllAndUsesNone() throws IOException {
    DiskCache cache = folder.open(BUDGET);
    Path file = cache.put(Entries.key(1), Entries.bytes(1)).orElseThrow().path();
    FileTime used = Files.getLastModifiedTime(file);
    folder.clock.pass(Duration.ofDays(1));
    List<Long> read = new ArrayList<>();

    assertThat(cache.prove("owner-1", RunMode.APPLY, read::add))
        .isEqualTo(new ScanTotals(1, 5000, 0, 0));
    cache.settle();

    assertThat(read).containsExactly(5000L);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(used);
  }

  @Test
  void prove_damagedEntry_removesItUnlessDry() throws IOException {
    DiskCache cache = folder.open(BUDGET);
    Path file = cache.put(Entries.key(1), Entries.bytes(1)).orElseThrow().path();
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[77] ^= 4;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);

    assertThat(cache.prove("owner-1", RunMode.DRY_RUN, read -> {}))
        .isEqualTo(new ScanTotals(1, 5000, 1, 0));
    assertThat(file).exists();
    assertThat(cache.prove("owner-1", RunMode.APPLY, read -> {}))
        .isEqualTo(new ScanTotals(1, 5000, 1, 1));
    assertThat(file).doesNotExist();
    assertThat(cache.prove("owner-1", RunMode.APPLY, read -> {})).isEqualTo(ScanTotals.NONE);
  }

  @Test
  void removeDrafts_leftBehind_removesTheOldOnes() throws IOException {
    DiskCache cache = folder.open(BUDGET);
    Path left = Files.write(folder.root().resolve(".new/left"), new byte[3]);

    assertThat(cache.removeDrafts(Instant.now().minusSeconds(3600))).isZero();
    assertThat(cache.removeDrafts(Instant.now().plusSeconds(3600))).isEqualTo(1);
    assertThat(left).doesNotExist();
  }

  @Test
  void tidy_withinTheBudget_removesNothing() {
    assertThat(filled(3).tidy()).isEqualTo(SweepResult.NONE);
  }

  private DiskCache filled(int count) {
    DiskCache cache = folder.open(BUDGET);
    for (int n = 0; n < count; n++) {
      cache.put(Entries.key(n), Entries.bytes(n));
    }
    return cache;
  }
}

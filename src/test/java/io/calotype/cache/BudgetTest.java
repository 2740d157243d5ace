package io.calotype.cache;

import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BudgetTest {
  private static final int FITTING = 50;
  private static final long BUDGET = FITTING * Entries.CHARGE;
  private static final int THREADS = 4;

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  @Test
  void put_ofTenTimesTheBudgetByFourThreads_neverExceedsIt() throws Exception {
    DiskCache cache = folder.open(BUDGET);

    AtomicInteger written = new AtomicInteger(); // a disk that is late keeps nothing

    long highest =
        mostWhile(() ->
            inParallel(
                500,
                n ->
                    cache
                        .put(Entries.key(n), Entries.bytes(n))
                        .ifPresent(_ -> written.incrementAndGet())));
    cache.settle();

    assertThat(highest).isPositive().isLessThanOrEqualTo(BUDGET);
    assertThat(cache.entries()).isBetween(FITTING / 2L, (long) FITTING);
    assertThat(folder.counted("evictions")).isEqualTo(written.get() - cache.entries());
  }

  @Test
  void open_withMoreThanTheBudget_bringsItDown() {
    fill(folder.open(10 * BUDGET), 300);

    DiskCache reopened = folder.open(BUDGET);
    reopened.settle();

    assertThat(reopened.usedBytes()).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET * 9 / 10);
  }

  @Test
  void put_whileOldEntriesAreCounted_doesNotExceedTheBudget() throws Exception {
    GatedDisk disk = new GatedDisk(emptyShard(folder.open(10 * BUDGET)));
    DiskCache cache = folder.open(BUDGET, disk);

    long highest =
        mostWhile(() -> inParallel(200, n -> cache.put(Entries.key(1000 + n), Entries.bytes(n))));
    boolean counted = cache.counted();
    disk.gate.countDown();
    cache.settle();

    assertThat(counted).isFalse();
    assertThat(highest).isPositive().isLessThanOrEqualTo(BUDGET);
    assertThat(cache.counted()).isTrue();
    Files.delete(disk.gated);
  }

  @Test
  void put_ofMoreThanWasInherited_isKeptThoughNothingIsCounted() {
    fill(folder.open(BUDGET), 1);
    DiskCache cache = folder.open(BUDGET, new UncountableDisk());
    cache.settle();
    boolean counted = cache.counted();

    assertThat(cache.put(Entries.key(1000), java.nio.ByteBuffer.allocate(30_000))).isPresent();
    assertThat(counted).isFalse();
    folder.clock.pass(Duration.ofMinutes(2));
    cache.tidy();
  }

  @Test
  void put_afterOthersHaveDeletedEverything_findsTheRoomAgain() throws IOException {
    DiskCache cache = folder.open(BUDGET);
    fill(cache, FITTING - 2);
    for (Path file : folder.files()) {
      Files.delete(file);
    }

    fill(cache, 3 * FITTING);

    assertThat(folder.charges()).isGreaterThan(BUDGET / 2);
  }

  /// By chance, half of what is evicted would be entries in use.
  @Test
  void put_overTheBudget_evictsTheLeastRecentlyUsed() {
    int inUse = 200;
    int idle = 187;
    int evicted = 120;
    DiskCache cache = folder.open(400 * Entries.CHARGE);
    fill(cache, inUse + idle);
    use(cache, inUse);

    for (int n = 1000; folder.counted("evictions") < evicted; n++) {
      folder.clock.pass(Duration.ofSeconds(1));
      cache.put(Entries.key(n), Entries.bytes(n));
      cache.settle();
    }

    long kept = range(0, inUse).filter(n -> cache.recent(Entries.key(n)) != null).count();
    assertThat(kept).isGreaterThanOrEqualTo(inUse * 97 / 100);
  }

  @Test
  void eviction_ofAnEntry_logsItsKey() {
    DiskCache cache = folder.open(BUDGET);
    try (Heard heard = Heard.listening()) {
      fill(cache, 2 * FITTING);

      assertThat(heard.events("evicted")).hasSize((int) folder.counted("evictions")).isNotEmpty();
      assertThat(heard.events("evicted").getFirst().toString())
          .matches("evicted \\{id=owner-[0-9]+, rendition=owner-[0-9]+/w400.*webp, bytes=5000}");
    }
  }

  @Test
  void remove_ofManyEntries_givesTheirRoomBack() {
    DiskCache cache = folder.open(BUDGET);
    fill(cache, 40);

    range(0, 40).forEach(n -> cache.remove(Entries.key(n).owner()));
    fill(cache, 40);

    assertThat(folder.counted("evictions")).isZero();
    assertThat(cache.entries()).isEqualTo(40);
  }

  /// The background task makes slack below the budget only.
  @Test
  void giveWay_thenTidied_freesNoMoreThanRequested() {
    DiskCache cache = folder.open(100 * FITTING * Entries.CHARGE);
    fill(cache, FITTING);

    cache.giveWay(2 * Entries.CHARGE);
    cache.tidy();
    cache.put(Entries.key(1000), Entries.bytes(1000));
    cache.settle();

    assertThat(cache.entries()).isEqualTo(FITTING - 2);
  }

  private void fill(DiskCache cache, int entries) {
    for (int n = 0; n < entries; n++) {
      folder.clock.pass(Duration.ofSeconds(1));
      assertThat(cache.put(Entries.key(n), Entries.bytes(n))).isPresent();
      cache.settle();
    }
  }

  private void use(DiskCache cache, int entries) {
    folder.clock.pass(Duration.ofHours(2));
    for (int n = 0; n < entries; n++) {
      cache.recent(Entries.key(n));
      cache.settle();
    }
  }

  /// The most that the folder has held while `action` ran.
  private long mostWhile(Callable<?> action) throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Long> highest = threads.submit(() -> mostWhile(running));
      try {
        action.call();
      } finally {
        running.set(false);
      }
      return highest.get();
    }
  }

  private long mostWhile(AtomicBoolean running) throws IOException {
    long highest = 0;
    while (running.get()) {
      highest = Math.max(highest, snapshot());
    }
    return highest;
  }

  /// The bytes in the folder. A walk sees no single moment, and files that come and go meanwhile
  /// both: so what is still there afterwards is what counts.
  private long snapshot() throws IOException {
    List<Path> files = folder.files().stream().filter(Files::exists).toList();
    return files.size() * Entries.CHARGE;
  }

  private static Void inParallel(int tasks, java.util.function.IntConsumer task) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Object>> calls =
          range(0, tasks).mapToObj(n -> Executors.callable(() -> task.accept(n))).toList();
      for (Future<Object> done : threads.invokeAll(calls)) {
        done.get();
      }
    }
    return null;
  }

  /// An empty top folder, in the middle, in which neither what is there nor what will be put
  /// belongs.
  private Path emptyShard(DiskCache cache) throws IOException {
    Set<String> used = new HashSet<>();
    for (int n : IntStream.concat(range(0, FITTING), range(1000, 1200)).toArray()) {
      Path file = cache.put(Entries.key(n), Entries.bytes(n)).orElseThrow().path();
      used.add(folder.root().relativize(file).getName(0).toString());
    }
    range(1000, 1200).forEach(n -> cache.remove(Entries.key(n).owner()));
    int free =
        range(100, 256)
            .filter(n -> !used.contains(String.format("%02x", n)))
            .findFirst()
            .orElseThrow();
    return Files.createDirectory(folder.root().resolve(String.format("%02x", free)));
  }

  /// A disk on which the count stops at one folder until a gate is opened.
  private static final class GatedDisk extends Stumbling {
    final CountDownLatch gate = new CountDownLatch(1);
    final Path gated;

    GatedDisk(Path gated) {
      this.gated = gated;
    }

    @Override
    void count(Path folder) throws IOException {
      try {
        if (folder.equals(gated)) {
          gate.await();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /// A disk on which nothing can be counted in the background.
  private static final class UncountableDisk extends Stumbling {
    @Override
    void count(Path folder) throws IOException {
      throw new IOException("uncountable");
    }
  }
}

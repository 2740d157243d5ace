package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Content;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Everything at once, on few owners, under a budget for a part of it.
class DiskCacheHammerTest {
  private static final int OWNERS = 20;
  private static final int NAMES = 6;
  private static final int THREADS = 6;
  private static final int STEPS = 600;

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  @Test
  void everything_atOnce_givesWholeEntriesAndAgreesAfterwards() throws Exception {
    DiskCache cache = folder.open(OWNERS * NAMES / 2 * Entries.CHARGE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<? extends Future<?>> all =
          IntStream.range(0, THREADS)
              .mapToObj(seed -> threads.submit(() -> hammer(cache, new SplittableRandom(seed))))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }
    cache.settle();

    assertThat(folder.counted("faults")).isZero();
    assertThat(folder.counted("damaged")).isZero();
    keys().forEach(key -> isThereIfKnown(cache, key));
  }

  private void hammer(DiskCache cache, SplittableRandom random) {
    for (int i = 0; i < STEPS; i++) {
      int n = random.nextInt(OWNERS * NAMES);
      folder.clock.pass(Duration.ofMinutes(1));
      switch (random.nextInt(8)) {
        case 0, 1 -> cache.put(key(n), Entries.bytes(n));
        case 2 -> cache.put(key(n), Entries.bytes(OWNERS * NAMES + n));
        case 3 -> cache.recent(key(n));
        case 4 -> cache.find(key(n));
        case 5 -> cache.read(key(n), 1 << 20).ifPresent(found -> isWhole(found, n));
        case 6 -> cache.forget(key(n));
        default -> removeSometimes(cache, n, random);
      }
    }
  }

  private static void removeSometimes(DiskCache cache, int n, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      cache.remove(key(n).owner());
    }
  }

  private static void isWhole(Content found, int n) {
    ByteBuffer bytes = ((Content.InMemory) found).bytes();
    assertThat(bytes).isIn(Entries.bytes(n), Entries.bytes(OWNERS * NAMES + n));
  }

  private static void isThereIfKnown(DiskCache cache, CacheKey key) {
    Content.InFile known = cache.recent(key);
    assertThat(known == null || Files.exists(known.path())).as("%s", key).isTrue();
  }

  private static List<CacheKey> keys() {
    return IntStream.range(0, OWNERS * NAMES).mapToObj(DiskCacheHammerTest::key).toList();
  }

  private static CacheKey key(int n) {
    return new CacheKey("owner-" + n / NAMES, "w" + n % NAMES, "webp");
  }
}

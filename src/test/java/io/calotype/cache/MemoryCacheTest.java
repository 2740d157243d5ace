package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCacheTest {
  private static final long BUDGET = 1 << 20;
  private static final CacheKey KEY = Entries.key(1);

  private final MemoryCache cache = new MemoryCache(BUDGET);

  @Test
  void find_afterPut_givesTheBytesInReadOnlyDirectMemory() {
    cache.put(KEY, Entries.bytes(1));

    ByteBuffer found = cache.find(KEY);

    assertThat(found).isEqualTo(Entries.bytes(1));
    assertThat(found).matches(ByteBuffer::isDirect).matches(ByteBuffer::isReadOnly);
  }

  @Test
  void put_ofPartOfABuffer_keepsThatPartAndLeavesTheBuffer() {
    ByteBuffer bytes = Entries.bytes(1).position(7).limit(99);

    cache.put(KEY, bytes);

    assertThat(cache.find(KEY)).isEqualTo(bytes).extracting(ByteBuffer::capacity).isEqualTo(92);
    assertThat(bytes.position()).isEqualTo(7);
  }

  @Test
  void put_ofADirectBuffer_keepsItFromZero() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(9).put(4, (byte) 1).position(4);

    cache.put(KEY, bytes);

    assertThat(cache.find(KEY)).isEqualTo(bytes).extracting(ByteBuffer::position).isEqualTo(0);
  }

  @Test
  void put_overTheBudget_evicts() {
    IntStream.range(0, 1000).forEach(n -> cache.put(Entries.key(n), Entries.bytes(n)));

    assertThat(cache.bytes()).isBetween(BUDGET / 2, BUDGET);
    assertThat(cache.owners()).isBetween(100, 200);
  }

  @Test
  void put_manyEntriesThatAreUsedOnce_leavesThePopularOnes() {
    int popular = 120; // two thirds of the budget: below one half, uses are not counted
    IntStream.range(0, popular).forEach(n -> cache.put(Entries.key(n), Entries.bytes(n)));
    IntStream.range(0, 10 * popular).forEach(use -> cache.find(Entries.key(use % popular)));

    IntStream.range(1000, 4000).forEach(n -> cache.put(Entries.key(n), Entries.bytes(n)));

    assertThat(IntStream.range(0, popular).filter(n -> cache.holds(Entries.key(n))).count())
        .isGreaterThan(100);
  }

  @Test
  void put_ofMoreThanTheLongestEntry_isRefused() {
    MemoryCache large = new MemoryCache(64 << 20);

    large.put(KEY, ByteBuffer.allocate((2 << 20) + 1));

    assertThat(large.maxEntryBytes()).isEqualTo(2 << 20);
    assertThat(large.find(KEY)).isNull();
  }

  @Test
  void put_intoABudgetOfZero_keepsNothing() {
    MemoryCache off = new MemoryCache(0);

    off.put(KEY, Entries.bytes(1));

    assertThat(off.find(KEY)).isNull();
    assertThat(off.bytes()).isZero();
    assertThat(off.owners()).isZero();
  }

  @Test
  void remove_dropsAllEntriesOfTheOwnerAndNoOther() {
    CacheKey second = new CacheKey(KEY.owner(), "w800", "webp");
    cache.put(KEY, Entries.bytes(1));
    cache.put(second, Entries.bytes(2));
    cache.put(Entries.key(2), Entries.bytes(3));

    cache.remove(KEY.owner());

    assertThat(cache.find(KEY)).isNull();
    assertThat(cache.find(second)).isNull();
    assertThat(cache.find(Entries.key(2))).isNotNull();
    assertThat(cache.owners()).isEqualTo(1);
  }

  @Test
  void put_andRemoveByManyThreads_leaveBothMapsInAgreement() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      IntStream.range(0, 4).forEach(seed -> threads.execute(() -> hammer(seed)));
    }
    IntStream.range(0, 40).forEach(n -> cache.remove("owner-" + n));

    assertThat(cache.bytes()).isZero();
    assertThat(cache.owners()).isZero();
  }

  private void hammer(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String owner = "owner-" + random.nextInt(40);
      if (random.nextInt(8) == 0) {
        cache.remove(owner);
      } else {
        cache.put(new CacheKey(owner, "w" + random.nextInt(16), "webp"), Entries.bytes(1));
      }
    }
  }
}

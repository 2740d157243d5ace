package io.calotype.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.HungMount;
import io.calotype.TestClock;
import io.calotype.cache.CacheKey;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFault;
import io.calotype.originals.SpaceReserve;
import io.calotype.store.RenditionCache;
import io.calotype.store.TestRenditionCaches;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofMillis(10);
  private static final int ENTRIES = 20;
  private static final int FILLING = 4 << 20;

  private final Telemetry telemetry = new Telemetry();
  private final DiskThreads threads = new DiskThreads("a", 2, SOON, telemetry);
  private Path small;
  private DiskCache cache;
  private RenditionCache renditionCache;

  @BeforeEach
  void open(@TempDir Path root) throws IOException {
    small = Files.createDirectory(root.resolve("small"));
    cache = DiskCache.open(root.resolve("renditions"), 1 << 20, telemetry, new TestClock());
    renditionCache = TestRenditionCaches.of(new MemoryCache(0), cache, telemetry);
    for (int n = 0; n < ENTRIES; n++) {
      cache.put(new CacheKey("owner-" + n, "w4", "webp"), ByteBuffer.wrap(new byte[] {1}));
    }
  }

  @AfterEach
  void close() {
    cache.close();
    threads.close();
  }

  @Test
  void storable_onAFullDisk_takesNothingFromTheCache() throws Exception {
    try (FullDisk _ = new FullDisk()) {
      DiskSpace space =
          new DiskSpace(
              renditionCache, new SpaceReserve(small.resolve("reserve"), threads), true, NEVER);
      assertThat(space.prepare()).isFalse();
      cache.put(new CacheKey("later", "w4", "webp"), ByteBuffer.wrap(new byte[] {1}));
      long entries = cache.entries();

      for (int i = 0; i < 20; i++) {
        assertThat(space.storable()).isFalse();
      }

      assertThat(cache.entries()).isEqualTo(entries);
    }
  }

  @Test
  void free_forARemoval_isFollowedByAReserveMadeAgain() throws Exception {
    try (FullDisk disk = new FullDisk()) {
      SpaceReserve reserve = new SpaceReserve(small.resolve("reserve"), threads);
      DiskSpace space = new DiskSpace(renditionCache, reserve, false, SOON);
      assertThat(space.prepare()).isFalse();

      disk.empty();

      while (!space.storable()) {
        Thread.onSpinWait();
      }
      assertThat(reserve.held()).isTrue();
      assertThat(space.free(Headroom.Need.REMOVE)).isTrue();
      while (!reserve.held()) {
        Thread.onSpinWait();
      }
      assertThat(cache.entries()).isEqualTo(ENTRIES);
    }
  }

  @Test
  void prepare_onADiskThatDoesNotAnswer_isUnavailableAtOnceAndHoldsNothing() throws Exception {
    SpaceReserve reserve = new SpaceReserve(small.resolve("reserve"), threads);
    DiskSpace space = new DiskSpace(renditionCache, reserve, false, NEVER);
    try (HungMount _ = HungMount.over(small)) {
      DiskThreads.Begun<Boolean> hung = threads.begin(() -> Files.exists(small.resolve("x")));
      assertThatThrownBy(() -> hung.await(Duration.ofMillis(200)))
          .isInstanceOf(MediaException.class);

      assertThatThrownBy(space::prepare)
          .isInstanceOfSatisfying(
              MediaException.class,
              e ->
                  assertThat(e.failure())
                      .isEqualTo(new Failure.StoreUnavailable(StoreFault.NO_ANSWER)));
      assertThat(space.storable()).isTrue();
    }
  }

  /// A file system of its own at [#small], filled to the last block.
  private final class FullDisk implements AutoCloseable {
    FullDisk() throws IOException {
      boolean mounted =
          run("mount", "-t", "tmpfs", "-o", "size=" + FILLING, "tmpfs", small.toString());
      Assumptions.assumeTrue(mounted, "no file system can be mounted here");
      Files.write(small.resolve("filling"), new byte[FILLING]);
    }

    void empty() throws IOException {
      Files.delete(small.resolve("filling"));
    }

    @Override
    public void close() {
      run("umount", "-l", small.toString());
    }

    private static boolean run(String... command) {
      try {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

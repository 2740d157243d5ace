package io.calotype.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.cache.CacheKey;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.cache.OpenEntry;
import io.calotype.cache.RunMode;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Throttle;
import io.calotype.failure.MediaException;
import io.calotype.media.Content;
import io.calotype.media.MediaId;
import io.calotype.originals.RenditionStore;
import io.calotype.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenditionCacheTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:04:05Z");
  private static final CacheKey KEY = new CacheKey("cat", "400x300-q85-0a1b2c3d", "webp");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void recent_usedOften_isUsedOnDiskToo() throws Exception {
    try (DiskCache disk = DiskCache.open(folder, 1 << 20, new Telemetry(), clock)) {
      RenditionCache renditionCache =
          TestRenditionCaches.of(new MemoryCache(1 << 20), disk, new Telemetry());
      renditionCache.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      Instant later = NOW.plus(Duration.ofHours(2));
      now.set(later);

      for (int i = 0; i < 500; i++) {
        assertThat(renditionCache.recent(KEY)).isNotNull();
      }

      Path file = entry();
      Await.until(() -> lastUse(file).equals(later), "the time of use on disk");
    }
  }

  @Test
  void find_entryWhileMemoryIsFull_entersMemoryWhenItIsPopular() {
    try (DiskCache disk = DiskCache.open(folder, 1 << 20, new Telemetry(), clock)) {
      MemoryCache memory = new MemoryCache(1 << 20);
      RenditionCache renditionCache = TestRenditionCaches.of(memory, disk, new Telemetry());
      disk.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      memory.put(new CacheKey("dog", "full", "webp"), ByteBuffer.allocate((1 << 20) - 2000));

      assertThat(content(renditionCache)).isInstanceOf(Content.InFile.class);
      renditionCache.countRequest(KEY);
      renditionCache.countRequest(KEY);
      Await.until(() -> content(renditionCache) instanceof Content.InMemory, "a promotion");
    }
  }

  private static Content content(RenditionCache renditionCache) {
    return renditionCache.find(KEY).orElseThrow().content();
  }

  @Test
  void remove_media_leavesNothingInEitherTier() {
    try (DiskCache disk = DiskCache.open(folder, 1 << 20, new Telemetry(), clock)) {
      RenditionCache renditionCache =
          TestRenditionCaches.of(new MemoryCache(1 << 20), disk, new Telemetry());
      renditionCache.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));

      renditionCache.remove(new MediaId("cat"));

      assertThat(renditionCache.recent(KEY)).isNull();
      assertThat(renditionCache.find(KEY)).isEmpty();
    }
  }

  /// The file of the entry is gone, so that a sweep of the folder does not meet it.
  @Test
  void clear_openEntryWhoseFileIsGone_isNoLongerOpen() throws IOException {
    try (DiskCache disk = openedEntry()) {
      RenditionCache renditionCache =
          TestRenditionCaches.of(new MemoryCache(1 << 20), disk, new Telemetry());
      renditionCache.open(KEY, disk.find(KEY).orElseThrow()).close();
      Files.delete(entry());
      renditionCache.clear(RunMode.DRY_RUN, Throttle.NONE);
      assertThat(disk.openEntries().size()).isOne();
      renditionCache.clear(RunMode.APPLY, Throttle.NONE);

      assertThat(disk.openEntries().size()).isZero();
    }
  }

  /// Only a lack of descriptors gives open files back.
  @Test
  void open_fileThatTheDiskRefuses_closesNoOtherFile() throws IOException {
    try (DiskCache disk = openedEntry()) {
      RenditionCache renditionCache =
          TestRenditionCaches.of(new MemoryCache(1 << 20), disk, new Telemetry());
      renditionCache.open(KEY, disk.find(KEY).orElseThrow()).close();
      Content.InFile refused = new Content.InFile(entry().resolve("below-a-file"), 3);

      assertThatThrownBy(() -> renditionCache.open(refused)).isInstanceOf(IOException.class);
      assertThat(disk.openEntries().size()).isOne();
    }
  }

  /// A caller that cannot read the file looks the entry up again, which counts.
  @Test
  void findOpen_entry_countsItsHitWhenItIsSent() throws IOException {
    Telemetry telemetry = new Telemetry();
    try (DiskCache disk = openedEntry()) {
      RenditionCache renditionCache = TestRenditionCaches.of(new MemoryCache(0), disk, telemetry);
      renditionCache.open(KEY, disk.find(KEY).orElseThrow()).close();
      OpenEntry open = renditionCache.findOpen(KEY);
      assertThat(open).isNotNull();
      assertThat(diskHits(telemetry)).isZero();
      renditionCache.countOpenHit(KEY, 3);

      assertThat(diskHits(telemetry)).isOne();
    }
  }

  private static double diskHits(Telemetry telemetry) {
    return telemetry.sum("calotype_cache_hits", "tier", "disk");
  }

  /// A disk cache that keeps files open, with one entry.
  private DiskCache openedEntry() {
    DiskCache disk = DiskCache.open(folder, 1 << 20, new Telemetry(), clock);
    disk.openEntries().begin(2);
    disk.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    return disk;
  }

  /// The renderer's pipe belongs to the thread that asks, which goes on with it.
  @Test
  void put_stream_isReadByTheCallerAlone() throws IOException {
    try (DiskCache disk = DiskCache.open(folder, 1 << 20, new Telemetry(), clock)) {
      RenditionCache renditionCache =
          TestRenditionCaches.of(new MemoryCache(1 << 20), disk, new Telemetry());
      Set<Thread> readers = ConcurrentHashMap.newKeySet();

      assertThat(renditionCache.put(KEY, 200_000, pipe(readers))).isPresent();

      assertThat(readers).containsExactly(Thread.currentThread());
      assertThat(entry()).hasSize(200_000);
    }
  }

  @Test
  void put_streamOnADiskThatDoesNotAnswer_isLeftOut() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (DiskCache disk = DiskCache.open(folder, 1 << 20, new Telemetry(), clock);
        DiskThreads threads = new DiskThreads("a", 1, Duration.ofMillis(1), new Telemetry())) {
      DiskThreads.Begun<Boolean> hung = threads.begin(() -> waited(begun, answer));
      begun.await();
      assertThatThrownBy(() -> hung.await(Duration.ofMillis(100)))
          .isInstanceOf(MediaException.class);
      RenditionCache renditionCache =
          new RenditionCache(
              new MemoryCache(1 << 20),
              disk,
              threads,
              new SharedRenditions(RenditionStore.NONE, new Telemetry()),
              new Telemetry());

      assertThat(renditionCache.put(KEY, 200_000, pipe(new HashSet<>()))).isEmpty();
      answer.countDown();
    }
  }

  private static boolean waited(CountDownLatch begun, CountDownLatch answer)
      throws InterruptedException {
    begun.countDown();
    answer.await();
    return true;
  }

  private static InputStream pipe(Set<Thread> readers) {
    return new FilterInputStream(new ByteArrayInputStream(new byte[300_000])) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        readers.add(Thread.currentThread());
        return super.read(into, offset, length);
      }
    };
  }

  /// The file of the one entry there is; looked for without a use of it.
  private Path entry() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  private static Instant lastUse(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    return time.toInstant();
  }
}

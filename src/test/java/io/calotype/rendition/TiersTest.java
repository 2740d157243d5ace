package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cache.CacheKey;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.media.MediaId;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiersTest {
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
      Tiers tiers = new Tiers(new MemoryCache(1 << 20), disk, new Telemetry());
      tiers.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      Instant later = NOW.plus(Duration.ofHours(2));
      now.set(later);

      for (int i = 0; i < 500; i++) {
        assertThat(tiers.recent(KEY)).isNotNull();
      }

      Path file = entry();
      for (int tries = 0; tries < 500 && !lastUse(file).equals(later); tries++) {
        Thread.sleep(10);
      }
      assertThat(lastUse(file)).isEqualTo(later);
    }
  }

  @Test
  void remove_media_leavesNothingInEitherTier() {
    try (DiskCache disk = DiskCache.open(folder, 1 << 20, new Telemetry(), clock)) {
      Tiers tiers = new Tiers(new MemoryCache(1 << 20), disk, new Telemetry());
      tiers.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));

      tiers.remove(new MediaId("cat"));

      assertThat(tiers.recent(KEY)).isNull();
      assertThat(tiers.find(KEY)).isEmpty();
    }
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

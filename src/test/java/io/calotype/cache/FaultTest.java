package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.FaultyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A disk that refuses, or a program that ends, at every step of what the cache does.
class FaultTest {
  private static final long BUDGET = 1 << 20;
  private static final CacheKey KEY = Entries.key(1);
  private static final ByteBuffer OLD = Entries.bytes(1);
  private static final ByteBuffer NEW = Entries.bytes(2);

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  private final FaultyFiles disk = new FaultyFiles();

  @Test
  void put_refusedAtAnyStep_isCountedAndTheNextOneIsKept() {
    DiskCache cache = folder.open(BUDGET, disk);
    int steps = 0;
    do {
      cache.remove(KEY.owner());
      cache.put(KEY, OLD);
      long faults = folder.counted("faults");
      disk.failAt(++steps);
      Optional<?> put = cache.put(KEY, NEW);
      assertThat(put.isPresent() || folder.counted("faults") > faults).isTrue();
    } while (putAgain(cache));
    assertThat(steps).isGreaterThan(5);
  }

  @Test
  void put_endedAtAnyStep_leavesTheOldEntryOrTheNewOne() throws IOException {
    int steps = 0;
    do {
      DiskCache cache = folder.open(BUDGET, disk);
      cache.put(KEY, OLD);
      cache.settle();
      disk.crashAt(++steps);
      cache.put(KEY, NEW);
    } while (reopened());
    assertThat(steps).isGreaterThan(5);
  }

  @Test
  void remove_refusedAtAnyStep_isDoneByTheNextOne() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    int steps = 0;
    do {
      cache.put(KEY, OLD);
      cache.put(new CacheKey(KEY.owner(), "w800", "webp"), NEW);
      disk.failAt(++steps);
      cache.remove(KEY.owner());
    } while (removeAgain(cache));
    assertThat(steps).isGreaterThan(4);
  }

  /// As without file descriptors: the media is deleted all the same.
  @Test
  void remove_refused_isRepeatedAfterTheNextWrite() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    refusedRemoval(cache);

    cache.put(Entries.key(2), NEW);
    cache.settle();

    assertThat(cache.find(KEY)).isEmpty();
    assertThat(cache.find(Entries.key(2))).isPresent();
  }

  @Test
  void remove_refused_isRepeatedAfterTheNextRead() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    refusedRemoval(cache);

    cache.find(Entries.key(2));
    cache.settle();

    assertThat(folder.files()).isEmpty();
    assertThat(cache.usedBytes()).isZero();
  }

  private void refusedRemoval(DiskCache cache) throws IOException {
    cache.put(KEY, OLD);
    cache.settle();
    disk.crashAt(1);
    cache.remove(KEY.owner());
    disk.mend();
    assertThat(folder.files()).hasSize(1);
  }

  @Test
  void find_refusedAtAnyStep_isAMissOrTheBytesAndNeverAnythingElse() {
    folder.open(BUDGET).put(KEY, OLD);
    int steps = 0;
    boolean refused;
    do {
      DiskCache cache = folder.open(BUDGET, disk);
      cache.settle();
      disk.failAt(++steps);
      cache.read(KEY, 9999).ifPresent(found -> isOld(Optional.of(found)));
      refused = disk.mend();
      isOld(cache.read(KEY, 9999));
    } while (refused);
    assertThat(steps).isGreaterThan(3);
  }

  @Test
  void prove_ofAFileThatCannotBeRead_countsItAndRemovesIt() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    Path file = cache.put(KEY, OLD).orElseThrow().path();
    cache.put(new CacheKey(KEY.owner(), "w800", "webp"), NEW);
    disk.spoil(file);
    long bytes = (long) OLD.remaining() + NEW.remaining();

    assertThat(cache.prove(KEY.owner(), RunMode.DRY_RUN, read -> {}))
        .isEqualTo(new ScanTotals(2, bytes, 1, 0));
    assertThat(file).exists();
    assertThat(cache.prove(KEY.owner(), RunMode.APPLY, read -> {}))
        .isEqualTo(new ScanTotals(2, bytes, 1, 1));
    assertThat(file).doesNotExist();
    assertThat(folder.files()).hasSize(1);
    assertThat(folder.counted("faults")).isPositive();
  }

  @Test
  void open_refusedAtAnyStep_servesAndIsCountedByTheNextPut() {
    int steps = 0;
    boolean refused;
    do {
      folder.open(BUDGET).put(KEY, OLD);
      disk.failAt(++steps);
      DiskCache cache = folder.open(BUDGET, disk);
      cache.settle();
      refused = disk.mend();
      folder.clock.pass(Duration.ofMinutes(2));
      isOld(cache.find(KEY));
      assertThat(cache.put(Entries.key(2), NEW)).isPresent();
      cache.settle();
      assertThat(cache.counted()).isTrue();
    } while (refused);
    assertThat(steps).isGreaterThan(5);
  }

  @Test
  void put_ofAStreamThatFails_throwsItsFaultAndBlamesNoDisk() {
    DiskCache cache = folder.open(BUDGET);

    assertThatThrownBy(() -> cache.put(KEY, 5000, new BrokenStream())).hasMessage("broken stream");
    assertThat(folder.counted("faults")).isZero();
  }

  @Test
  void put_ofAStreamToADiskThatRefuses_takesAllOfIt() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    InputStream bytes = Entries.stream(1);
    disk.crashAt(1);

    assertThat(cache.put(KEY, 4000, bytes)).isEmpty();
    assertThat(bytes.available()).isEqualTo(1000);
    disk.mend();
  }

  @Test
  void open_whereAFileIsInPlaceOfTheRoot_missesUntilThatIsMended() throws IOException {
    Files.delete(folder.root());
    Files.write(folder.root(), new byte[9]);
    DiskCache cache = folder.open(BUDGET);

    assertThat(cache.put(KEY, OLD)).isEmpty();
    assertThat(cache.find(KEY)).isEmpty();

    Files.delete(folder.root());
    assertThat(cache.put(KEY, OLD)).isPresent();
    isOld(cache.find(KEY));
  }

  @Test
  void put_ontoAFullDisk_isRefusedUntilThereIsRoom() throws IOException {
    folder.mount();
    DiskCache cache = folder.open(BUDGET);
    cache.put(KEY, OLD);
    Path ballast = folder.root().resolve(".new/ballast");
    fill(ballast);

    assertThat(cache.put(Entries.key(2), NEW)).isEmpty();
    assertThat(folder.counted("faults")).isPositive();
    isOld(cache.find(KEY));

    Files.delete(ballast);
    assertThat(cache.put(Entries.key(2), NEW)).isPresent();
  }

  @Test
  void put_ontoAReadOnlyDisk_isRefusedUntilItIsWritable() {
    folder.mount();
    DiskCache cache = folder.open(BUDGET);
    cache.put(KEY, OLD);
    folder.remount("ro");

    assertThat(cache.put(KEY, NEW)).isEmpty();
    assertThat(cache.remove(KEY.owner())).isFalse();
    isOld(cache.find(KEY));
    isOld(folder.open(BUDGET).find(KEY));

    folder.remount("rw");
    assertThat(folder.open(BUDGET).put(KEY, NEW)).isPresent();
  }

  private boolean putAgain(DiskCache cache) {
    boolean refused = disk.mend();
    assertThat(cache.put(KEY, NEW)).isPresent();
    assertThat(Entries.read(cache.find(KEY))).contains(NEW);
    return refused;
  }

  private boolean removeAgain(DiskCache cache) throws IOException {
    boolean refused = disk.mend();
    cache.remove(KEY.owner());
    assertThat(folder.files()).isEmpty();
    assertThat(cache.usedBytes()).isZero();
    return refused;
  }

  private boolean reopened() throws IOException {
    DiskCache reopened = folder.open(BUDGET);
    boolean ended = disk.mend();
    assertThat(Entries.read(reopened.find(KEY)).orElseThrow()).isIn(OLD, NEW);
    assertThat(folder.files()).hasSize(1);
    return ended;
  }

  private static void isOld(Optional<? extends io.calotype.media.Content> found) {
    assertThat(Entries.read(found)).contains(OLD);
  }

  private static void fill(Path ballast) {
    try {
      Files.write(ballast, new byte[1 << 20]);
    } catch (IOException full) {
      assertThat(ballast).exists();
    }
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("broken stream");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}

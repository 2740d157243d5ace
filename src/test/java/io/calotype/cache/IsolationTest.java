package io.calotype.cache;

import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.disk.FaultyFiles;
import io.calotype.disk.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One file or folder that the cache cannot read, count or delete changes nothing for the others.
class IsolationTest {
  private static final int FITTING = 200;
  private static final long BUDGET = FITTING * Entries.CHARGE;

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  private final FaultyFiles disk = new FaultyFiles();

  /// Byte 0xff is in no UTF-8 text; the other two names are UTF-8 and no ASCII.
  @ParameterizedTest
  @ValueSource(strings = {"\\xff", "a\\xc3\\xa9.webp", "w400.5-00000000.w\\xffbp"})
  void open_withAFileNameThatIsNotAscii_deletesItAndCountsEverything(String name) throws Exception {
    DiskCache cache = folder.open(BUDGET);
    fill(cache, 0, 20);
    Path owner = owner(fileOf(cache, 7));
    shell("printf x > \"$1\"/$'" + name + "'", owner);

    DiskCache reopened = folder.open(BUDGET);
    reopened.settle();

    assertThat(reopened.counted()).isTrue();
    assertThat(reopened.entries()).isEqualTo(20);
    assertThat(folder.counted("damaged")).isEqualTo(1);
    assertThat(owner.toFile().list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void open_withALinkToItselfAsAFolder_countsEverythingAndReplacesIt(int depth) throws IOException {
    DiskCache cache = folder.open(BUDGET);
    fill(cache, 0, 20);
    Path lost = folder.root().resolve(folder.root().relativize(fileOf(cache, 7)).subpath(0, depth));
    cache.remove(Entries.key(7).owner());
    Files.createDirectories(lost.resolveSibling(""));
    Files.deleteIfExists(lost);
    Files.createSymbolicLink(lost, lost);

    DiskCache reopened = folder.open(BUDGET);
    reopened.settle();

    assertThat(reopened.counted()).isTrue();
    assertThat(reopened.entries()).isEqualTo(19);
    assertThat(reopened.find(Entries.key(7))).isEmpty();
    assertThat(reopened.put(Entries.key(7), Entries.bytes(7))).isPresent();
    assertThat(Files.isDirectory(lost)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void put_withAFolderThatCannotBeListed_evictsNoMoreThanItsShare(int depth) throws IOException {
    fill(folder.open(BUDGET), 0, FITTING - 20);
    Path lost = folder.root().resolve(folder.root().relativize(fileOf(0)).subpath(0, depth));
    disk.damage(lost);
    DiskCache cache = folder.open(BUDGET, disk);
    cache.settle();
    List<Path> before = folder.files();

    assertThat(cache.uncountedFolders()).isEqualTo(1);
    assertThat(cache.estimatedBytes()).isBetween(0L, BUDGET / 50);
    fill(cache, 1000, 10);

    assertThat(folder.counted("evictions")).isZero();
    assertThat(folder.files()).containsAll(before).hasSize(before.size() + 10);
    restored(cache);
  }

  @Test
  void put_overTheBudgetWithAFolderThatCannotBeListed_evictsOthersAndKeepsEach()
      throws IOException {
    fill(folder.open(BUDGET), 0, FITTING - 5);
    disk.damage(owner(fileOf(0)));
    DiskCache cache = folder.open(BUDGET, disk);
    cache.settle();

    fill(cache, 1000, 3 * FITTING);

    assertThat(cache.entries()).isBetween(FITTING * 9L / 10, (long) FITTING);
    assertThat(folder.charges()).isLessThanOrEqualTo(BUDGET);
    restored(cache);
  }

  @Test
  void put_withAnEntryThatCannotBeDeleted_evictsOthersInItsPlace() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    fill(cache, 0, FITTING - 5);
    Path stuck = fileOf(cache, 0);
    disk.damage(stuck);

    fill(cache, 1000, 2 * FITTING);

    assertThat(stuck).exists();
    assertThat(cache.entries()).isBetween(FITTING * 9L / 10, (long) FITTING);
    assertThat(folder.counted("faults")).isPositive();
  }

  @Test
  void remove_withAnEntryThatCannotBeDeleted_removesTheOthers() {
    DiskCache cache = folder.open(BUDGET, disk);
    Path stuck = cache.put(key("a"), Entries.bytes(1)).orElseThrow().path();
    Path other = cache.put(key("b"), Entries.bytes(2)).orElseThrow().path();
    disk.damage(stuck);

    assertThat(cache.remove("owner")).isFalse();
    assertThat(other).doesNotExist();

    disk.repair();
    assertThat(cache.remove("owner")).isTrue();
  }

  @Test
  void find_withADamagedTwinThatCannotBeDeleted_findsTheSoundEntry() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    Path damaged = cache.put(key("a"), Entries.bytes(1)).orElseThrow().path();
    Files.write(damaged, new byte[5000]);
    disk.damage(damaged);

    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.put(key("a"), Entries.bytes(2))).isPresent();
    assertThat(Entries.read(cache.find(key("a")))).contains(Entries.bytes(2));
    assertThat(Entries.read(folder.open(BUDGET, disk).find(key("a")))).contains(Entries.bytes(2));

    disk.repair();
    Files.deleteIfExists(damaged);
    folder.open(BUDGET, disk);
  }

  @Test
  void eachAndSweep_withAFolderThatCannotBeListed_passItOver() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    fill(cache, 0, 20);
    disk.damage(owner(fileOf(cache, 7)));
    List<String> owners = new ArrayList<>();

    assertThat(cache.each((owner, entries) -> owners.add(owner))).isTrue();
    assertThat(owners).hasSize(20);
    SweepResult swept =
        cache.sweep(new SweepRequest(owner -> true, seen -> true, RunMode.APPLY, Throttle.NONE));

    assertThat(swept.entries()).isEqualTo(19);
    assertThat(folder.files()).hasSize(1);
  }

  @Test
  void removeDrafts_withOneThatCannotBeDeleted_removesTheOthers() throws IOException {
    DiskCache cache = folder.open(BUDGET, disk);
    Path drafts = folder.root().resolve(".new");
    for (String name : List.of("a", "b", "c")) {
      Files.write(drafts.resolve(name), new byte[9]);
    }
    disk.damage(drafts.resolve("b"));

    assertThat(cache.removeDrafts(java.time.Instant.now().plusSeconds(9))).isEqualTo(2);
    assertThat(drafts.resolve("b")).exists();
    Files.delete(drafts.resolve("b"));
  }

  @Test
  void uncounted_folder_isLoggedOnce() throws IOException {
    fill(folder.open(BUDGET), 0, 20);
    disk.damage(owner(fileOf(0)));
    try (Heard heard = Heard.listening()) {
      DiskCache cache = folder.open(BUDGET, disk);
      cache.settle();
      folder.clock.pass(Duration.ofMinutes(5));
      cache.tidy();

      assertThat(heard.events("cache.uncounted")).hasSize(1);
      restored(cache);
      assertThat(heard.events("cache.counted")).hasSize(1);
    }
  }

  private void restored(DiskCache cache) {
    disk.repair();
    folder.clock.pass(Duration.ofMinutes(2));
    cache.tidy();
    assertThat(cache.uncountedFolders()).isZero();
  }

  private void fill(DiskCache cache, int first, int count) {
    range(first, first + count)
        .forEach(n -> {
          folder.clock.pass(Duration.ofSeconds(1));
          assertThat(cache.put(Entries.key(n), Entries.bytes(n))).isPresent();
          cache.settle();
        });
  }

  private Path fileOf(int n) {
    return fileOf(folder.open(BUDGET), n);
  }

  private static Path fileOf(DiskCache cache, int n) {
    return cache.find(Entries.key(n)).orElseThrow().path();
  }

  private static Path owner(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static CacheKey key(String name) {
    return new CacheKey("owner", name, "webp");
  }

  private static void shell(String script, Path argument) throws Exception {
    int status =
        new ProcessBuilder("bash", "-c", script, "bash", argument.toString()).start().waitFor();
    assertThat(status).isZero();
  }
}

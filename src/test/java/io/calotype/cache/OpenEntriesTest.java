package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.TestClock;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenEntriesTest {
  private static final CacheKey KEY = Entries.key(1);

  private final DiskThreads threads = DiskThreads.of("a", new Telemetry());
  private long now;
  private final OpenFiles files = new OpenFiles(() -> now);

  @SuppressWarnings("NullAway.Init")
  private DiskCache cache;

  @BeforeEach
  void open(@TempDir Path folder) {
    cache = DiskCache.open(folder, 1 << 20, new Telemetry(), new TestClock());
    cache.openEntries().begin(2);
    files.limit(2);
  }

  @AfterEach
  void close() {
    cache.close();
    threads.close();
  }

  @Test
  void find_keptFile_isTheSameOpenFile() throws IOException {
    OpenEntry kept = keep(1);

    assertThat(find(1).file().channel()).isSameAs(kept.file().channel());
  }

  @Test
  void find_entryThatNobodyOpened_isNone() throws IOException {
    put(1);

    assertThat(cache.openEntries().find(KEY)).isNull();
  }

  @Test
  void remove_entryInUse_closesItsFileAfterTheUse() throws IOException {
    OpenEntry kept = keep(1);
    OpenEntry other = find(1);
    cache.remove(KEY.owner());
    other.close();
    other.close();

    assertThat(cache.openEntries().find(KEY)).isNull();
    assertThat(kept.file().channel().isOpen()).isTrue();
    kept.close();
    awaitClosed(kept);
  }

  @Test
  void remove_entryThatIsNotInUse_closesItsFile() throws IOException {
    OpenEntry kept = keep(1);
    kept.close();
    cache.remove(KEY.owner());

    awaitClosed(kept);
  }

  /// Its file is no longer in the folder that the removal lists.
  @Test
  void remove_entryWhoseFileIsGone_closesItsFile() throws IOException {
    OpenEntry kept = keepWithoutFile();
    cache.remove(KEY.owner());

    assertThat(cache.openEntries().find(KEY)).isNull();
    assertThat(cache.openEntries().size()).isZero();
    awaitClosed(kept);
  }

  @Test
  void drop_ownerOfOtherEntries_closesNoFile() throws IOException {
    OpenEntry kept = keepWithoutFile();
    cache.openEntries().drop("owner-11");

    assertThat(find(1).file().channel()).isSameAs(kept.file().channel());
  }

  @Test
  void evict_entry_closesItsFile() throws IOException {
    OpenEntry kept = keep(1);
    kept.close();
    cache.giveWay(Entries.CHARGE);

    assertThat(cache.entries()).isZero();
    awaitClosed(kept);
  }

  @Test
  void keep_entryThatWasRemoved_isNotKept() throws IOException {
    Content.InFile content = put(1);
    OpenFile file = open(content);
    cache.remove(KEY.owner());
    OpenEntry kept = cache.openEntries().keep(KEY, content, file);

    assertThat(cache.openEntries().find(KEY)).isNull();
    kept.close();
    awaitClosed(kept);
  }

  @Test
  void find_entryThatWasWrittenAgain_isNone() throws IOException {
    keep(1).close();
    put(1);

    assertThat(cache.openEntries().find(KEY)).isNull();
  }

  @Test
  void keep_aboveTheLimit_closesTheLeastRecentlyUsed() throws IOException {
    OpenEntry first = keep(1);
    OpenEntry second = keep(2);
    first.close();
    second.close();
    find(1).close();
    keep(3).close();

    assertThat(cache.openEntries().find(Entries.key(2))).isNull();
    assertThat(cache.openEntries().find(KEY)).isNotNull();
    awaitClosed(second);
  }

  @Test
  void drop_always_closesFilesThatAreNotInUse() throws IOException {
    OpenEntry used = keep(1);
    OpenEntry unused = keep(2);
    unused.close();
    cache.openEntries().drop();

    awaitClosed(unused);
    assertThat(used.file().channel().isOpen()).isTrue();
  }

  @Test
  void use_longAfterTheLastLook_isNone() throws IOException {
    Content.InFile content = put(1);
    files.keep(KEY, content, open(content));
    now = OpenFiles.VALID_NANOS;
    assertThat(files.use(KEY, content)).isNotNull();
    now++;

    assertThat(files.use(KEY, content)).isNull();
  }

  @Test
  void closeIdle_fileWithoutUseForAMinute_closesIt() throws IOException {
    OpenEntry idle = keepAlone(1);
    now += OpenFiles.IDLE_NANOS - 1;
    OpenEntry used = keepAlone(2);
    files.closeIdle();
    assertThat(files.size()).isEqualTo(2);
    now++;
    files.closeIdle();

    assertThat(files.size()).isOne();
    awaitClosed(idle);
    assertThat(used.file().channel().isOpen()).isTrue();
  }

  /// A use that the disk must look at first is a use too.
  @Test
  void closeIdle_fileThatWasRequested_staysOpen() throws IOException {
    OpenEntry kept = keepAlone(1);
    now += OpenFiles.IDLE_NANOS;
    files.use(KEY, kept.content());
    files.closeIdle();

    assertThat(files.size()).isOne();
  }

  @Test
  void useAgain_longAfterTheLastLook_isTheSameOpenFile() throws IOException {
    Content.InFile content = put(1);
    OpenEntry kept = files.keep(KEY, content, open(content));
    now = OpenFiles.VALID_NANOS + 1;
    OpenEntry again = Objects.requireNonNull(files.useAgain(KEY, content));

    assertThat(again.file().channel()).isSameAs(kept.file().channel());
    assertThat(files.use(KEY, content)).isNotNull();
  }

  @Test
  void useAgain_otherEntry_isNone() throws IOException {
    Content.InFile content = put(1);
    files.keep(KEY, content, open(content));

    assertThat(files.useAgain(KEY, new Content.InFile(Path.of("other"), 1))).isNull();
    assertThat(files.useAgain(Entries.key(2), content)).isNull();
  }

  @Test
  void use_otherFileOfTheEntry_isNone() throws IOException {
    Content.InFile content = put(1);
    files.keep(KEY, content, open(content));

    assertThat(files.use(KEY, new Content.InFile(Path.of("other"), content.length()))).isNull();
    assertThat(files.size()).isZero();
  }

  private Content.InFile put(int n) {
    return cache.put(Entries.key(n), Entries.bytes(n)).orElseThrow();
  }

  private OpenFile open(Content.InFile content) throws IOException {
    return new OpenFile(FileChannel.open(content.path()), threads);
  }

  private OpenEntry keep(int n) throws IOException {
    Content.InFile content = put(n);
    return cache.openEntries().keep(Entries.key(n), content, open(content));
  }

  /// The open entry number 1, whose file another program has deleted.
  private OpenEntry keepWithoutFile() throws IOException {
    OpenEntry kept = keep(1);
    kept.close();
    Files.delete(kept.content().path());
    return kept;
  }

  /// An entry of [#files], without a use.
  private OpenEntry keepAlone(int n) throws IOException {
    Content.InFile content = put(n);
    OpenEntry kept = files.keep(Entries.key(n), content, open(content));
    kept.close();
    return kept;
  }

  private OpenEntry find(int n) {
    return Objects.requireNonNull(cache.openEntries().find(Entries.key(n)));
  }

  private static void awaitClosed(OpenEntry entry) {
    Await.until(() -> !entry.file().channel().isOpen());
  }
}

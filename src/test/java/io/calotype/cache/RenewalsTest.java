package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.TestClock;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.LocalFiles;
import io.calotype.disk.MappedFile;
import io.calotype.disk.OpenFile;
import io.calotype.media.Content;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalsTest {
  private static final CacheKey KEY = Entries.key(1);
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  private final TestClock clock = new TestClock();
  private final DiskFaults faults = new DiskFaults(new Telemetry(), clock);
  private final DiskThreads threads =
      new DiskThreads("a", 1, Duration.ofMinutes(5), new Telemetry());
  private long now;
  private final OpenFiles files = new OpenFiles(() -> now);
  private final EntryIndex index =
      new EntryIndex(
          files,
          new AdmissionWindow(1 << 20),
          new LocalFiles(),
          clock,
          new BackgroundTasks(),
          faults);
  private final Renewals renewals = new Renewals(index, files, new LocalFiles(), faults);

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @BeforeEach
  void limit(@TempDir Path folder) {
    file = folder.resolve("a");
    files.limit(2);
  }

  @AfterEach
  void close() {
    files.limit(0);
    threads.close();
  }

  @Test
  void begin_unchangedFile_isUsedFurther() throws IOException {
    Content.InFile content = keep(BYTES);
    now = OpenFiles.DUE_NANOS;
    useAndRenew(content);
    now += OpenFiles.VALID_NANOS;

    assertThat(files.use(KEY, content)).isNotNull();
  }

  /// The disk does not answer: its thread is busy.
  @Test
  void late_lookThatDoesNotReturn_isNoticed() throws IOException {
    CountDownLatch hung = new CountDownLatch(1);
    Content.InFile content = keep(BYTES);
    now = OpenFiles.DUE_NANOS;
    use(content).close();
    DiskThreads.Begun<Boolean> other = threads.begin(() -> hung.await(5, TimeUnit.MINUTES));
    renewals.begin(threads);
    now += Renewals.LATE_NANOS;
    assertThat(renewals.late()).isFalse();
    now++;
    assertThat(renewals.late()).isTrue();
    hung.countDown();
    assertThat(other.await(Duration.ofMinutes(5))).isTrue();

    assertThat(threads.call(renewals::late)).isFalse();
  }

  @Test
  void due_fileUsedEarlierOrAgain_isNoMoreDue() throws IOException {
    Content.InFile content = keep(BYTES);
    now = OpenFiles.DUE_NANOS - 1;
    use(content).close();
    assertThat(files.due()).isFalse();
    now++;
    use(content).close();
    use(content).close();

    assertThat(files.nextDue()).isEqualTo(KEY);
    assertThat(files.nextDue()).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void begin_fileThatWasChangedOrDeleted_isClosed(boolean deleted) throws IOException {
    Content.InFile content = keep(BYTES);
    if (deleted) {
      Files.delete(file);
    } else {
      Files.write(file, new byte[] {1});
    }
    now = OpenFiles.DUE_NANOS;
    useAndRenew(content);

    assertThat(files.size()).isZero();
  }

  @Test
  void begin_entryThatTheIndexHasLost_isClosed() throws IOException {
    Content.InFile content = keep(BYTES);
    now = OpenFiles.DUE_NANOS;
    use(content).close();
    OpenFile again = new OpenFile(FileChannel.open(file), threads);
    index.take(KEY);
    files.keep(KEY, content, again).close();
    renew();

    assertThat(files.size()).isZero();
  }

  @Test
  void begin_smallFile_isMapped() throws IOException {
    Content.InFile content = keep(BYTES);
    now = OpenFiles.DUE_NANOS;
    useAndRenew(content);
    OpenEntry used = use(content);
    MappedFile mapped = Objects.requireNonNull(used.mapped());
    files.drop(KEY); // the use ends later

    assertThat(mapped.view()).isEqualTo(ByteBuffer.wrap(BYTES));
    used.close();
  }

  @Test
  void begin_fileThatIsUsedSeldom_isNotMapped() throws IOException {
    Content.InFile content = keep(BYTES);
    now = OpenFiles.DUE_NANOS;
    use(content).close();
    renew();

    assertThat(use(content).mapped()).isNull();
  }

  @Test
  void begin_largeFile_isNotMapped() throws IOException {
    Content.InFile content = keep(new byte[(int) OpenFiles.MAX_MAPPED + 1]);
    now = OpenFiles.DUE_NANOS;
    useAndRenew(content);

    assertThat(use(content).mapped()).isNull();
  }

  private Content.InFile keep(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    index.put(KEY, file, bytes.length, Files.getLastModifiedTime(file).toMillis());
    Content.InFile content = new Content.InFile(file, bytes.length);
    files.keep(KEY, content, new OpenFile(FileChannel.open(file), threads)).close();
    return content;
  }

  private OpenEntry use(Content.InFile content) {
    return Objects.requireNonNull(files.use(KEY, content));
  }

  private void useAndRenew(Content.InFile content) throws IOException {
    for (int i = 0; i < OpenFiles.MIN_USES; i++) {
      use(content).close();
    }
    assertThat(files.due()).isTrue();
    renew();
  }

  /// The one thread does the renewals first.
  private void renew() throws IOException {
    renewals.begin(threads);
    assertThat(threads.call(files::due)).isFalse();
  }
}

package io.calotype.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.media.Content;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiskCacheTest {
  private static final long BUDGET = 1 << 20;
  private static final CacheKey KEY = Entries.key(1);
  private static final ByteBuffer BYTES = Entries.bytes(1);

  @RegisterExtension final CacheFolder folder = new CacheFolder();

  private DiskCache cache;

  @BeforeEach
  void open() {
    cache = folder.open(BUDGET);
  }

  @Test
  void find_afterPut_givesTheBytes() {
    cache.put(KEY, BYTES);

    assertThat(Entries.read(cache.find(KEY))).contains(BYTES);
  }

  @Test
  void find_afterReopening_givesTheBytes() {
    cache.put(KEY, BYTES);

    assertThat(Entries.read(folder.open(BUDGET).find(KEY))).contains(BYTES);
  }

  @Test
  void find_absentKey_isEmpty() {
    assertThat(cache.find(KEY)).isEmpty();
  }

  @Test
  void put_namesTheFileByOwnerLengthAndChecksum() {
    CacheKey key = new CacheKey("a", "w400", "webp");

    Path file =
        cache
            .put(key, ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII)))
            .orElseThrow()
            .path();

    assertThat(folder.root().relativize(file)).hasToString("ca/97/a/w400.9-e3069283.webp");
  }

  @Test
  void put_leavesTheBufferAsItWas() {
    ByteBuffer bytes = Entries.bytes(2).position(3);

    cache.put(KEY, bytes);

    assertThat(bytes.position()).isEqualTo(3);
    assertThat(Entries.read(cache.find(KEY))).contains(bytes);
  }

  @Test
  void put_ofOtherBytesUnderTheSameKey_leavesOneFile() throws IOException {
    cache.put(KEY, BYTES);
    cache.put(KEY, Entries.bytes(2));

    assertThat(Entries.read(cache.find(KEY))).contains(Entries.bytes(2));
    assertThat(folder.files()).hasSize(1);
  }

  @Test
  void put_ofMoreThanTheBudget_isRefusedWithoutAFault() throws IOException {
    assertThat(cache.put(KEY, ByteBuffer.allocate((int) BUDGET + 1))).isEmpty();
    assertThat(folder.files()).isEmpty();
    assertThat(folder.counted("faults")).isZero();
  }

  @Test
  void put_ofNothing_isRefused() throws IOException {
    assertThat(cache.put(KEY, ByteBuffer.allocate(0))).isEmpty();
    assertThat(folder.files()).isEmpty();
  }

  @Test
  void put_fromAStream_takesExactlyTheLength() throws IOException {
    InputStream bytes = Entries.stream(1);

    cache.put(KEY, 4000, bytes);

    assertThat(Entries.read(cache.find(KEY))).contains(BYTES.slice(0, 4000));
    assertThat(bytes.available()).isEqualTo(1000);
  }

  @Test
  void put_fromAStreamThatIsRefused_takesTheLengthAllTheSame() throws IOException {
    InputStream bytes = new ByteArrayInputStream(new byte[(int) BUDGET + 9]);

    assertThat(cache.put(KEY, BUDGET + 1, bytes)).isEmpty();
    assertThat(bytes.available()).isEqualTo(8);
  }

  @Test
  void put_fromAStreamThatEndsEarly_throwsAndKeepsNothing() throws IOException {
    InputStream bytes = Entries.stream(1);

    assertThatThrownBy(() -> cache.put(KEY, 6000, bytes)).isInstanceOf(EOFException.class);
    assertThat(folder.files()).isEmpty();
    assertThat(folder.counted("faults")).isZero();
  }

  @Test
  void recent_afterPut_givesTheFile() {
    Optional<Content.InFile> put = cache.put(KEY, BYTES);

    assertThat(cache.recent(KEY)).isEqualTo(put.orElseThrow());
  }

  @Test
  void recent_afterReopening_isAbsentUntilItIsFound() {
    cache.put(KEY, BYTES);
    DiskCache reopened = folder.open(BUDGET);

    assertThat(reopened.recent(KEY)).isNull();
    assertThat(reopened.find(KEY)).contains(reopened.recent(KEY));
  }

  @Test
  void recent_anHourLater_tellsTheDiskOfTheUse() throws IOException {
    Path file = cache.put(KEY, BYTES).orElseThrow().path();
    folder.clock.pass(Duration.ofHours(1));

    cache.recent(KEY);
    cache.settle();

    assertThat(modified(file)).isEqualTo(folder.clock.millis());
  }

  @Test
  void recent_withinTheHour_leavesTheDiskAlone() throws IOException {
    Path file = cache.put(KEY, BYTES).orElseThrow().path();
    folder.clock.pass(Duration.ofMinutes(59));

    cache.recent(KEY);
    cache.settle();

    assertThat(modified(file)).isEqualTo(folder.clock.millis() - 59 * 60_000);
  }

  @Test
  void find_afterATimeWasRefreshed_takesTheEntryForUnchanged() {
    cache.put(KEY, BYTES);
    folder.clock.pass(Duration.ofHours(2));
    Content.InFile before = cache.recent(KEY);
    cache.settle();

    assertThat(cache.find(KEY).orElseThrow()).isSameAs(before);
  }

  @Test
  void find_ofAnEntryChangedInPlace_isAMissAndDeletesIt() throws IOException {
    Path file = cache.put(KEY, BYTES).orElseThrow().path();
    flip(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    assertThat(cache.find(KEY)).isEmpty();
    assertThat(cache.recent(KEY)).isNull();
    assertThat(file).doesNotExist();
  }

  @Test
  void read_ofASmallEntry_givesItsBytesInDirectMemory() {
    cache.put(KEY, BYTES);

    Content content = cache.read(KEY, 5000).orElseThrow();

    assertThat(content).isInstanceOfSatisfying(Content.InMemory.class, DiskCacheTest::isDirect);
    assertThat(Entries.read(Optional.of(content))).contains(BYTES);
  }

  @Test
  void read_ofALargerEntry_givesItsFile() {
    Optional<Content.InFile> put = cache.put(KEY, BYTES);

    assertThat(cache.read(KEY, 4999)).isEqualTo(put);
  }

  @Test
  void read_ofAnEntryThatRottedUnseen_isAMissAndDeletesIt() throws IOException {
    Path file = cache.put(KEY, BYTES).orElseThrow().path();
    FileTime before = Files.getLastModifiedTime(file);
    flip(file);
    Files.setLastModifiedTime(file, before);

    assertThat(cache.read(KEY, 5000)).isEmpty();
    assertThat(file).doesNotExist();
    assertThat(folder.counted("damaged")).isEqualTo(1);
  }

  @Test
  void find_ofAFileDeletedByOthers_isAMissAndBooked() throws IOException {
    Path file = cache.put(KEY, BYTES).orElseThrow().path();
    wipe(file);

    assertThat(cache.find(KEY)).isEmpty();
    assertThat(cache.usedBytes()).isZero();
  }

  @Test
  void forget_ofAFileDeletedByOthers_isAMissAndBooked() throws IOException {
    Path file = cache.put(KEY, BYTES).orElseThrow().path();
    wipe(file);

    cache.forget(KEY);
    cache.settle();

    assertThat(cache.recent(KEY)).isNull();
    assertThat(cache.usedBytes()).isZero();
  }

  @Test
  void forget_ofAFileThatIsThere_leavesItToBeCheckedAgain() {
    Optional<Content.InFile> put = cache.put(KEY, BYTES);

    cache.forget(KEY);

    assertThat(cache.recent(KEY)).isNull();
    assertThat(cache.find(KEY)).isEqualTo(put);
  }

  @Test
  void remove_takesAllEntriesOfTheOwnerAndNoOther() {
    CacheKey second = new CacheKey(KEY.owner(), "w800", "jpeg");
    cache.put(KEY, BYTES);
    cache.put(second, BYTES);
    cache.put(Entries.key(2), BYTES);

    assertThat(cache.remove(KEY.owner())).isTrue();
    assertThat(cache.recent(KEY)).isNull();
    assertThat(cache.find(second)).isEmpty();
    assertThat(cache.find(Entries.key(2))).isPresent();
  }

  @Test
  void remove_ofAnUnknownOwner_isNothing() {
    assertThat(cache.remove("nobody")).isTrue();
    assertThat(folder.counted("faults")).isZero();
  }

  @Test
  void open_unfinishedEntries_areDeleted() throws IOException {
    Path left = Files.write(folder.root().resolve(".new/1"), new byte[9]);

    folder.open(BUDGET);

    assertThat(left).doesNotExist();
  }

  @Test
  void open_existingEntries_areCounted() {
    cache.put(KEY, BYTES);
    cache.put(Entries.key(2), BYTES);

    DiskCache reopened = folder.open(BUDGET);
    reopened.settle();

    assertThat(reopened.entries()).isEqualTo(2);
    assertThat(reopened.usedBytes()).isEqualTo(2 * Entries.CHARGE);
  }

  private static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  private static void isDirect(Content.InMemory content) {
    assertThat(content.bytes().isDirect()).isTrue();
    assertThat(content.bytes().capacity()).isEqualTo(BYTES.remaining());
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 1;
    Files.write(file, bytes, StandardOpenOption.WRITE);
  }

  /// The effect of `rm -r renditions/*`.
  private void wipe(Path file) throws IOException {
    Files.delete(file);
    for (Path up = file.getParent(); up != null && !up.equals(folder.root()); up = up.getParent()) {
      Files.delete(up);
    }
  }
}

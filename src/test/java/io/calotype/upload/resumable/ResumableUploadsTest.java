package io.calotype.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.TestClock;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FaultyFiles;
import io.calotype.disk.Headroom;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import io.calotype.media.Sha256;
import io.calotype.media.geometry.Dimensions;
import io.calotype.originals.StagedFile;
import io.calotype.originals.Staging;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.Incoming;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.Uploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableUploadsTest {
  private static final Uploader APP = Uploader.of(new Owner("key:app"));
  private static final Uploader ELSE = Uploader.of(new Owner("key:else"));
  private static final Uploader NOBODY = new Uploader(null, null);
  private static final int MAX = 1 << 20;
  private static final byte[] BYTES = bytes(300_000);

  private final FaultyFiles files = new FaultyFiles();
  private final TestClock clock = new TestClock();
  private final DiskThreads disk = DiskThreads.of("originals", new Telemetry());

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path root;

  @SuppressWarnings("NullAway.Init")
  private ResumableUploads uploads;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(root.resolve("incoming"));
    Files.createDirectories(root.resolve("uploads"));
    uploads = reopened();
  }

  @AfterEach
  void close() {
    disk.close();
  }

  private ResumableUploads reopened() {
    return ResumableUploads.open(
        new UploadFolder(root.resolve("uploads"), files, Headroom.NONE, disk),
        new Staging(root.resolve("incoming"), files, Headroom.NONE, disk),
        new ResumableUploads.Bounds(new UploadLimits(MAX, MAX), 4 * MAX, null),
        new Telemetry(),
        clock);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private UploadHead head(Uploader uploader, UploadHead.Role role) {
    return uploads.head(uploader, role, Map.of("group", "g"), "group Zw==");
  }

  private UploadState created(long length) {
    return uploads.create(head(APP, new UploadHead.Role.Alone()), length);
  }

  private UploadState send(UploadState state, int from, int to) {
    try {
      return uploads.receive(state, body(from, to), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream body(int from, int to) {
    return new ByteArrayInputStream(BYTES, from, to - from);
  }

  /// The bytes from `from` to `to`, then a broken connection.
  private static InputStream cut(int from, int to) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the client has gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the client has gone");
          }
        };
    return new SequenceInputStream(body(from, to), broken);
  }

  private static void assertRefused(ThrowingCallable call, Failure failure) {
    assertThatThrownBy(call)
        .isInstanceOf(MediaException.class)
        .hasFieldOrPropertyWithValue("failure", failure);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void receive_twoRequestsWithARestartBetween_areStagedWhole() {
    UploadState half = send(created(BYTES.length), 0, 100_000);
    assertThat(half.complete()).isFalse();

    uploads = reopened();
    UploadState found = uploads.find(half.id(), APP);
    assertThat(found).isEqualTo(half);
    UploadState whole = send(found, 100_000, BYTES.length);

    assertThat(whole.complete()).isTrue();
    try (StagedFile staged = uploads.stage(whole)) {
      assertThat(staged.digest()).isEqualTo(Sha256.of(Sha256.digester().digest(BYTES)));
      assertThat(staged.bytes()).isEqualTo(BYTES.length);
      assertThat(staged.head()).isEqualTo(Arrays.copyOf(BYTES, StagedFile.HEAD_BYTES));
    }
  }

  @Test
  void receive_connectionBreaks_keepsTheBytesThatCame() {
    UploadState created = created(BYTES.length);

    assertThatThrownBy(() -> uploads.receive(created, cut(0, 200_000), null))
        .isInstanceOf(IOException.class);

    uploads = reopened();
    UploadState found = uploads.find(created.id(), APP);
    assertThat(found.offset()).isEqualTo(200_000);
    assertStaged(send(found, 200_000, BYTES.length));
  }

  private void assertStaged(UploadState whole) {
    try (StagedFile staged = uploads.stage(whole)) {
      assertThat(staged.path()).hasBinaryContent(BYTES);
    }
  }

  @Test
  void receive_withChecksum_keepsOnlyBytesThatHaveIt() throws IOException {
    UploadState created = created(BYTES.length);
    byte[] digest = Sha256.digester().digest(Arrays.copyOf(BYTES, 1000));
    String header = "sha256 " + Base64.getEncoder().encodeToString(digest);

    assertThatThrownBy(() -> uploads.receive(created, cut(0, 500), UploadChecksum.parse(header)))
        .isInstanceOf(IOException.class);
    assertRefused(
        () -> uploads.receive(created, body(1, 1001), UploadChecksum.parse(header)),
        new Failure.ChecksumMismatch());
    assertThat(uploads.find(created.id(), APP).offset()).isZero();
    UploadState half = uploads.receive(created, body(0, 1000), UploadChecksum.parse(header));

    assertThat(half.offset()).isEqualTo(1000);
    assertStaged(send(half, 1000, BYTES.length));
  }

  @Test
  void receive_moreThanTheLength_isRefused() {
    UploadState created = created(1000);

    assertRefused(
        () -> send(created, 0, 1001),
        new Failure.BadRequest("the body is longer than the rest of the upload"));
    assertThat(send(created, 0, 1000).complete()).isTrue();
  }

  /// Every offset that was told is there after a crash at any later step, with the right bytes.
  @Test
  void receive_crashAtEachStep_losesNoOffsetThatWasTold() throws IOException {
    boolean crashed = true;
    for (int step = 1; crashed; step++) {
      files.crashAt(step);
      UploadState told = null;
      try {
        told = created(BYTES.length);
        told = send(told, 0, 50_000);
        told = send(told, 50_000, 120_000);
      } catch (MediaException crash) {
        assertThat(crash.failure()).isInstanceOf(Failure.StoreUnavailable.class);
      }
      crashed = files.mend();

      uploads = reopened();
      if (told != null) {
        UploadState found = uploads.find(told.id(), APP);
        assertThat(found.offset()).as("step %d", step).isGreaterThanOrEqualTo(told.offset());
        UploadState whole = send(found, (int) found.offset(), BYTES.length);
        assertStaged(whole);
        uploads.remove(whole);
      }
      clock.pass(UploadHead.LIFE.plusDays(1));
      uploads.removeExpired(clock.instant());
    }
    assertThat(uploads.create(head(APP, new UploadHead.Role.Alone()), 1L).offset()).isZero();
  }

  @Test
  void receive_failedWriteThenAgain_writesTheBytesOnce() {
    UploadState created = created(BYTES.length);
    UploadState half = send(created, 0, 1000);
    files.crashAt(2);

    assertThatThrownBy(() -> send(half, 1000, BYTES.length)).isInstanceOf(MediaException.class);
    assertThat(files.mend()).isTrue();

    assertStaged(send(uploads.find(created.id(), APP), 1000, BYTES.length));
  }

  @Test
  void receive_manySmallRequests_boundTheJournal() throws IOException {
    UploadHead head = uploads.head(APP, new UploadHead.Role.Alone(), Map.of(), "m".repeat(65_000));
    UploadState state = uploads.create(head, (long) BYTES.length);
    for (int at = 0; at < 100; at++) {
      state = send(state, at, at + 1);
    }

    assertThat(root.resolve("uploads/open").resolve(state.id().key()))
        .satisfies(journal -> assertThat(Files.size(journal)).isLessThan(UploadFolder.MAX_JOURNAL));
    assertThat(uploads.find(state.id(), APP)).isEqualTo(state);
  }

  @Test
  void stored_thenFound_hasItsMediaAndNoBytes() throws IOException {
    UploadState whole = send(created(1000), 0, 1000);
    MediaId media = whole.head().media();

    uploads.stage(whole).close();
    uploads.stored(whole, media);

    uploads = reopened();
    UploadState found = uploads.find(whole.id(), APP);
    assertThat(found.outcome()).isEqualTo(new UploadOutcome.Stored(media));
    assertThat(found.offset()).isEqualTo(1000);
    assertThat(left()).containsExactly(root.resolve("uploads/ended").resolve(whole.id().key()));
  }

  @Test
  void refused_forGood_isToldAgainAfterARestart() throws IOException {
    Failure.TooManyPixels failure = new Failure.TooManyPixels(new Dimensions(9, 8), 7);
    UploadState whole = send(created(1000), 0, 1000);

    uploads.refused(whole, failure);

    uploads = reopened();
    assertThat(uploads.find(whole.id(), APP).outcome())
        .isEqualTo(new UploadOutcome.Refused(failure));
    assertThat(left()).hasSize(1);
  }

  @Test
  void refused_forNow_canBeCompletedLater() {
    UploadState whole = send(created(BYTES.length), 0, BYTES.length);

    uploads.refused(whole, new Failure.Overloaded(Duration.ofSeconds(1)));

    UploadState found = uploads.find(whole.id(), APP);
    assertThat(found.outcome()).isNull();
    assertStaged(found);
  }

  @Test
  void find_byAnotherCaller_isAbsent() {
    UploadState created = created(1000);

    assertRefused(() -> uploads.find(created.id(), ELSE), new Failure.NoSuchUpload());
    assertRefused(() -> uploads.find(created.id(), NOBODY), new Failure.NoSuchUpload());
    assertRefused(
        () -> uploads.find(new ResumableId(created.id() + ".b"), NOBODY),
        new Failure.UploadElsewhere("b"));
  }

  @Test
  void upload_afterItsTime_isOverAndThenAbsent() throws IOException {
    UploadState half = send(created(1000), 0, 500);
    clock.pass(UploadHead.LIFE.minusMillis(1));
    assertThat(uploads.removeExpired(clock.instant())).isZero();
    clock.pass(Duration.ofMillis(1));

    assertRefused(() -> uploads.find(half.id(), APP), new Failure.UploadExpired());
    assertThat(uploads.removeExpired(clock.instant())).isPositive();

    assertRefused(() -> uploads.find(half.id(), APP), new Failure.NoSuchUpload());
    assertThat(left()).isEmpty();
  }

  @Test
  void removeExpired_bytesWithoutAJournal_areDeletedWhenOld() throws IOException {
    Path orphan = Files.write(root.resolve("uploads/bytes/x"), new byte[5]);
    Path young = Files.write(root.resolve("uploads/bytes/y"), new byte[5]);
    files.touch(orphan, clock.instant().minus(Duration.ofDays(2)).toEpochMilli());
    files.touch(young, clock.instant().toEpochMilli());

    assertThat(uploads.removeExpired(clock.instant())).isOne();
    assertThat(left()).containsExactly(young);
  }

  @Test
  void remove_upload_leavesNothing() throws IOException {
    UploadState half = send(created(1000), 0, 500);

    uploads.remove(half);

    assertRefused(() -> uploads.find(half.id(), APP), new Failure.NoSuchUpload());
    assertThat(left()).isEmpty();
  }

  @Test
  void create_moreThanACallerMayHave_isRefusedUntilOneEnds() {
    UploadState first = created(1);
    for (int more = 1; more < Incoming.PER_CALLER; more++) {
      created(1);
    }
    uploads = reopened();

    assertRefused(
        () -> created(1), new Failure.TooManyUploads(Incoming.PER_CALLER, Duration.ofMinutes(1)));
    assertThat(uploads.create(head(ELSE, new UploadHead.Role.Alone()), 1L)).isNotNull();
    uploads.remove(first);
    assertThat(created(1).offset()).isZero();
  }

  @Test
  void named_lengthOfADeferredUpload_isKept() {
    UploadState deferred = uploads.create(head(APP, new UploadHead.Role.Alone()), null);
    UploadState half = send(deferred, 0, 1000);
    assertThat(half.complete()).isFalse();

    uploads.named(half, 1000);

    uploads = reopened();
    UploadState found = uploads.find(half.id(), APP);
    assertThat(found.complete()).isTrue();
    assertThatThrownBy(() -> uploads.named(found, 999)).isInstanceOf(MediaException.class);
  }

  @Test
  void concatenation_ofTwoParts_isStagedInTheirOrderAndUsesThem() {
    UploadState first = send(part(100_000), 0, 100_000);
    UploadState second = send(part(200_000), 100_000, BYTES.length);
    List<ResumableId> parts = List.of(first.id(), second.id());
    ResumableId id = uploads.whole(parts);

    UploadState whole = uploads.concatenation(id, head(APP, whole(parts)), parts);
    assertThat(whole.complete()).isTrue();
    assertStaged(whole);
    uploads.stored(whole, new MediaId("m"));

    uploads = reopened();
    assertThat(uploads.concatenation(id, head(APP, whole(parts)), parts).outcome())
        .isEqualTo(new UploadOutcome.Stored(new MediaId("m")));
    assertThat(uploads.find(first.id(), APP).outcome()).isEqualTo(new UploadOutcome.Used(id));
    List<ResumableId> again = List.of(second.id());
    assertRefused(
        () -> uploads.concatenation(uploads.whole(again), head(APP, whole(again)), again),
        new Failure.UploadIncomplete());
  }

  private UploadState part(long length) {
    return uploads.create(head(APP, new UploadHead.Role.Part()), length);
  }

  private static UploadHead.Role whole(List<ResumableId> parts) {
    return new UploadHead.Role.Whole(parts);
  }
}

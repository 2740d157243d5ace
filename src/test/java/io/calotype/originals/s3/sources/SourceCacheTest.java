package io.calotype.originals.s3.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.disk.DiskThreads;
import io.calotype.disk.FaultyFiles;
import io.calotype.disk.Headroom;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Original;
import io.calotype.media.Sha256;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCacheTest {
  private static final long MAX = 25;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final FaultyFiles files = new FaultyFiles();
  private final DiskThreads disk = DiskThreads.of("originals", new Telemetry());
  private final SourceMeters meters = new SourceMeters(new Telemetry());
  private final AtomicInteger fetched = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private SourceCache sources;

  @BeforeEach
  void openCache() throws IOException {
    sources = open();
  }

  private SourceCache open() throws IOException {
    return SourceCache.open(
        new SourceCache.Place(folder.resolve("sources"), files, disk),
        MAX,
        Headroom.NONE,
        Clock.fixed(Instant.EPOCH.plusSeconds(5), ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    disk.close();
  }

  @Test
  void checkout_again_isNotFetchedAgain_alsoAfterARestart() throws IOException {
    Blob blob = blob("0123456789");

    use(blob);
    use(blob);
    sources = open();
    use(blob);

    assertThat(fetched).hasValue(1);
    assertThat(sources.bytes()).isEqualTo(10);
  }

  @Test
  void checkout_limitIsReached_evictsTheLeastRecentlyUsed() throws IOException {
    Blob first = blob("first89012");
    Blob second = blob("second8901");
    use(first);
    use(second);
    use(first);

    use(blob("third89012"));

    assertThat(contents()).containsExactlyInAnyOrder("first89012", "third89012");
    assertThat(sources.bytes()).isEqualTo(20);
  }

  @Test
  void eviction_copyInUse_isLeftAlone() throws IOException {
    Blob used = blob("used567890");
    try (BlobStore.LocalCopy copy = checkout(used)) {
      use(blob("second8901"));
      use(blob("third89012"));
      use(blob("fourth8901"));
      assertThat(copy.path()).hasContent("used567890");
    }
    assertThat(sources.bytes()).isLessThanOrEqualTo(MAX);
  }

  @Test
  void checkout_largerThanTheLimit_isDeletedAfterItsUse() throws IOException {
    try (BlobStore.LocalCopy copy = checkout(blob("x".repeat(40)))) {
      assertThat(copy.path()).hasSize(40);
    }
    assertThat(contents()).isEmpty();
    assertThat(sources.bytes()).isZero();
  }

  @Test
  void checkout_manyAtOnce_fetchOnce() throws IOException {
    Blob blob = blob("0123456789");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Void> leader =
        CompletableFuture.runAsync(
            () -> {
              sources
                  .checkout(
                      blob,
                      meters,
                      draft -> {
                        begun.countDown();
                        await(go);
                        write(draft, "0123456789");
                      })
                  .close();
            },
            Thread::startVirtualThread);
    await(begun);
    List<CompletableFuture<Void>> others =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.runAsync(() -> use(blob), Thread::startVirtualThread))
            .toList();
    go.countDown();
    leader.join();
    others.forEach(CompletableFuture::join);

    assertThat(fetched).hasValue(0);
    assertThat(contents()).containsExactly("0123456789");
  }

  @Test
  void checkout_fetchFails_failsForAllAndLeavesNothing() throws IOException {
    MediaException lost = new MediaException(new Failure.OriginalLost(new MediaId("cat")));

    assertThatThrownBy(() ->
            sources.checkout(
                blob("0123456789"),
                meters,
                draft -> {
                  write(draft, "01234");
                  throw lost;
                }))
        .isSameAs(lost);

    assertThat(contents()).isEmpty();
    assertThat(sources.bytes()).isZero();
  }

  @Test
  void checkout_anyFileOperationFails_leavesNoTornCopy() throws IOException {
    boolean failed = true;
    for (int step = 1; failed; step++) {
      Blob blob = blob("step%06d".formatted(step));
      files.failAt(step);
      try {
        use(blob);
      } catch (MediaException refused) {
        // as the disk did
      }
      failed = files.mend();
      try (BlobStore.LocalCopy copy = checkout(blob)) {
        assertThat(copy.path()).hasContent("step%06d".formatted(step));
      }
    }
  }

  @Test
  void open_filesOfACrash_areDeleted() throws IOException {
    use(blob("0123456789"));
    Path kept = paths().getFirst();
    Path copies = folder.resolve("sources");
    Files.writeString(copies.resolve(".draft-x"), "half");
    Files.writeString(copies.resolve("cat.aaaaaaaaaaaaaaaa.image.0000abcd.9"), "short");
    Files.writeString(copies.resolve("foreign"), "foreign");

    sources = open();

    assertThat(paths()).containsExactly(kept);
    assertThat(sources.bytes()).isEqualTo(10);
  }

  @Test
  void open_lowerLimit_evictsTheOldest() throws IOException {
    use(blob("first89012"));
    use(blob("second8901"));
    for (Path path : paths()) {
      boolean old = Files.readString(path).startsWith("second");
      Files.setLastModifiedTime(path, FileTime.fromMillis(old ? 1000 : 2000));
    }

    sources =
        SourceCache.open(
            new SourceCache.Place(folder.resolve("sources"), files, disk),
            12,
            Headroom.NONE,
            Clock.systemUTC());

    assertThat(contents()).containsExactly("first89012");
  }

  @Test
  void checkout_copyWasDeletedOrCut_isFetchedAgain() throws IOException {
    Blob blob = blob("0123456789");
    use(blob);
    Files.delete(paths().getFirst());
    use(blob);
    Files.writeString(paths().getFirst(), "short");
    use(blob);

    assertThat(fetched).hasValue(3);
    assertThat(contents()).containsExactly("0123456789");
  }

  @Test
  void drop_copyInUse_keepsItsReaderAndIsFetchedAgain() throws IOException {
    Blob blob = blob("0123456789");
    try (BlobStore.LocalCopy copy = checkout(blob)) {
      Path link = Files.createLink(folder.resolve("link"), copy.path());
      sources.drop(blob.key());
      assertThat(link).hasContent("0123456789");
      use(blob);
    }
    assertThat(contents()).containsExactly("0123456789");
    assertThat(sources.bytes()).isEqualTo(10);
  }

  @Test
  void adopt_staged_isACopyAndTheStagedFileIsGone() throws IOException {
    Blob blob = blob("0123456789");
    Path staged = Files.writeString(folder.resolve("staged"), "0123456789");

    sources.adopt(blob, staged);

    assertThat(staged).doesNotExist();
    use(blob);
    assertThat(fetched).hasValue(0);
  }

  @Test
  void adopt_tooLargeOrRefused_onlyDeletesTheStagedFile() throws IOException {
    Blob large = blob("x".repeat(40));
    Path staged = Files.writeString(folder.resolve("staged"), "x".repeat(40));
    sources.adopt(large, staged);
    assertThat(staged).doesNotExist();

    Path again = Files.writeString(folder.resolve("staged"), "0123456789");
    files.separate(folder.resolve("sources"));
    sources.adopt(blob("0123456789"), again);
    assertThat(again).doesNotExist();
    assertThat(contents()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void use(Blob blob) {
    checkout(blob).close();
  }

  private BlobStore.LocalCopy checkout(Blob blob) {
    return sources.checkout(
        blob,
        meters,
        draft -> {
          fetched.incrementAndGet();
          write(draft, blob.key().id().value());
        });
  }

  private static void write(Path draft, String bytes) {
    try {
      Files.writeString(draft, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> paths() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("sources"))) {
      return found.toList();
    }
  }

  private List<String> contents() throws IOException {
    List<String> contents = new ArrayList<>();
    for (Path path : paths()) {
      contents.add(Files.readString(path));
    }
    return contents;
  }

  /// A blob whose bytes are its id.
  private static Blob blob(String bytes) {
    Original described = Original.fresh(MediaType.JPEG, bytes.length(), Sha256.ofText(bytes));
    BlobKey key = new BlobKey(new MediaId(bytes), BlobKind.IMAGE, described.incarnation());
    return new Blob(key, described);
  }
}

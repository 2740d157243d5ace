package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.TestClock;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.cluster.SharedCounts;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Output;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.SourceHeader;
import io.calotype.imaging.Urgency;
import io.calotype.media.Facts;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Picture;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.NoDamageStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionCache;
import io.calotype.store.RenditionResult;
import io.calotype.store.TestRenditionCaches;
import io.calotype.store.TestStores;
import io.calotype.telemetry.Telemetry;
import io.calotype.video.FfmpegSearch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RenditionsTest {
  private static final Dimensions SIZE = new Dimensions(400, 300);
  private static final byte[] BYTES = {1, 2, 3};

  private final TestClock clock = new TestClock();
  private final Telemetry telemetry = new Telemetry();
  private final Engine engine = new Engine();
  private DataFolder folder;
  private SqliteCatalog catalog;
  private DiskCache disk;
  private Renditions renditions;
  private Rendition rendition;

  @BeforeEach
  void open(@TempDir Path root) throws IOException {
    folder = DataFolder.open(root);
    catalog = SqliteFixture.open(folder.catalog());
    disk = DiskCache.open(folder.renditions(), 1 << 20, telemetry, clock);
    BlobStore blobs = TestStores.blobs(folder);
    RenditionCache renditionCache =
        TestRenditionCaches.of(new MemoryCache(1 << 20), disk, telemetry);
    renditions =
        new Renditions(
            renditionCache,
            new RenditionMaker(
                new Decoders(engine, Optional.empty(), FfmpegSearch.ofNothing()),
                blobs,
                NoDamageStore.damages(new Telemetry())),
            TestStores.media(folder, catalog, blobs, renditionCache),
            new FailureBackoff(TestClusterWork.alone(), telemetry, clock),
            TestClusterWork.alone(),
            telemetry);
    Media picture = picture();
    blobs.write(Blob.original(picture), Files.write(folder.incoming().resolve("a"), BYTES));
    catalog.add(picture);
    rendition = renditions.describe(picture, RenditionSpec.still(SIZE, Format.WEBP));
  }

  private Media picture() {
    return new Media(
        new MediaId("a"),
        TestOriginals.of(MediaType.JPEG, BYTES.length, Sha256.ofText("a")),
        null,
        new Picture(SIZE, true, Facts.PLAIN, null),
        new Labels(null, Visibility.PUBLIC, Map.of(), null),
        Lifetime.from(clock.instant(), null),
        null);
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
    catalog.close();
    folder.close();
  }

  @Test
  void find_whileItIsPreparedInVain_isMadeForWhoWaits() throws Exception {
    engine.deaf = true;
    FutureTask<Boolean> preparing = new FutureTask<>(() -> renditions.prepare(rendition));
    Thread.ofPlatform().start(preparing);
    engine.begun.await();
    FutureTask<RenditionResult> finding =
        new FutureTask<>(() -> renditions.find(rendition, new Price(() -> true)));
    Thread.ofPlatform().start(finding);
    engine.raised.await();
    engine.refuse.countDown();

    assertThat(finding.get().origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    assertThatThrownBy(preparing::get)
        .hasRootCauseInstanceOf(MediaException.class)
        .rootCause()
        .extracting(refused -> ((MediaException) refused).failure())
        .isInstanceOf(Failure.Overloaded.class);
    assertThat(engine.requests).containsExactly(Priority.BACKGROUND, Priority.INTERACTIVE);
  }

  @Test
  void find_whileItIsPrepared_raisesItsPriority() throws Exception {
    FutureTask<Boolean> preparing = new FutureTask<>(() -> renditions.prepare(rendition));
    Thread.ofPlatform().start(preparing);
    engine.begun.await();
    FutureTask<RenditionResult> finding =
        new FutureTask<>(() -> renditions.find(rendition, new Price(() -> true)));
    Thread.ofPlatform().start(finding);
    engine.raised.await();

    assertThat(finding.get().origin()).isEqualTo(RenditionResult.Origin.COLLAPSED);
    assertThat(preparing.get()).isTrue();
    assertThat(engine.requests).containsExactly(Priority.BACKGROUND);
  }

  @Test
  void upgrade_noPlaceIsFree_isNotPaidFor() {
    AvifUpgrades upgrades = upgrades();
    for (int width = 1; width <= 100; width++) {
      AtomicInteger paid = new AtomicInteger();
      while (paid.get() == 0) {
        upgrades.request(sized(width), new Price(() -> paid.incrementAndGet() > 0));
      }
    }
    AtomicInteger paid = new AtomicInteger();

    for (int i = 0; i < 10; i++) {
      upgrades.request(sized(101), new Price(() -> paid.incrementAndGet() > 0));
    }

    assertThat(paid).hasValue(0);
    engine.refuse.countDown();
  }

  @Test
  void ready_ofAMissingRendition_startsNothing() {
    AvifUpgrades upgrades = upgrades();
    AtomicInteger requests = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      assertThat(upgrades.ready(rendition)).isFalse();
    }

    upgrades.request(rendition, new Price(() -> requests.incrementAndGet() < 0)); // the first looks
    upgrades.request(rendition, new Price(() -> requests.incrementAndGet() < 0));

    assertThat(requests).hasValue(0);
  }

  @Test
  void upgrade_callerCannotPay_leavesThePlaceFree() {
    AvifUpgrades upgrades = upgrades();
    AtomicInteger requests = new AtomicInteger();

    while (requests.get() < 300) {
      upgrades.request(rendition, new Price(() -> requests.incrementAndGet() < 0));
    }

    assertThat(engine.requests).isEmpty();
  }

  private AvifUpgrades upgrades() {
    return new AvifUpgrades(
        renditions, new RequestCounts(SharedCounts.NONE), new LocalUpgrades(renditions));
  }

  private record Price(BooleanSupplier paid) implements Charge {
    @Override
    public void pay() {
      assertThat(paid.getAsBoolean()).isTrue();
    }

    @Override
    public boolean tryPay() {
      return paid.getAsBoolean();
    }
  }

  private Rendition sized(int width) {
    Dimensions size = new Dimensions(width, 10);
    return renditions.describe(rendition.media(), RenditionSpec.still(size, Format.WEBP));
  }

  /// Has no renderer for background work, and refuses it when it is told to, or makes it when its
  /// priority rises.
  private static final class Engine implements ImageEngine {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch refuse = new CountDownLatch(1);
    final CountDownLatch raised = new CountDownLatch(1);
    volatile boolean deaf; // to a rise; set it before a render begins
    final List<Priority> requests = new CopyOnWriteArrayList<>();

    @Override
    public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
      requests.add(urgency.priority());
      if (urgency.priority() == Priority.BACKGROUND) {
        urgency.watch(raised::countDown);
        begun.countDown();
        awaitRefusalOrRise();
      }
      try {
        for (Output output : plan.outputs(SourceHeader.of(SIZE, false))) {
          sink.accept(output.spec(), BYTES.length, new ByteArrayInputStream(BYTES));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Picture(SIZE, true, Facts.PLAIN, null);
    }

    private void awaitRefusalOrRise() {
      while (deaf || raised.getCount() > 0) {
        if (refuse.getCount() == 0) {
          throw new MediaException(new Failure.Overloaded(Duration.ofSeconds(1)));
        }
        Thread.onSpinWait();
      }
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void close() {}
  }
}

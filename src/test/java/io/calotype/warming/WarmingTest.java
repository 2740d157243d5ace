package io.calotype.warming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.TestClock;
import io.calotype.cache.DiskCache;
import io.calotype.cache.MemoryCache;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.AcceptingEngine;
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
import io.calotype.media.transformation.Preset;
import io.calotype.originals.Blob;
import io.calotype.originals.BlobStore;
import io.calotype.originals.NoDamageStore;
import io.calotype.originals.files.DataFolder;
import io.calotype.rendition.Decoders;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.rendition.TestClusterWork;
import io.calotype.store.RenditionCache;
import io.calotype.store.TestRenditionCaches;
import io.calotype.store.TestStores;
import io.calotype.telemetry.Telemetry;
import io.calotype.video.FfmpegSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmingTest {
  private static final Dimensions SIZE = new Dimensions(400, 300);
  private static final String TEXT = "picture";
  private static final byte[] BYTES = TEXT.getBytes(UTF_8);
  private static final MediaId A = new MediaId("a");
  private static final MediaId ABSENT = new MediaId("absent");
  private static final MediaId EXPIRED = new MediaId("expired");
  private static final List<Preset> SMALL = List.of(Preset.SMALL);
  private static final List<Format> WEBP = List.of(Format.WEBP);

  private final TestClock clock = new TestClock();
  private final Telemetry telemetry = new Telemetry();
  private final AcceptingEngine engine = new AcceptingEngine(SIZE, BYTES);
  private DataFolder folder;
  private SqliteCatalog catalog;
  private DiskCache disk;
  private Warming warming;
  private Warming hasty;

  @BeforeEach
  void open(@TempDir Path root) throws IOException {
    folder = DataFolder.open(root);
    catalog = SqliteFixture.open(folder.catalog());
    disk = DiskCache.open(folder.renditions(), 1 << 20, telemetry, clock);
    BlobStore blobs = TestStores.blobs(folder);
    RenditionCache cache = TestRenditionCaches.of(new MemoryCache(1 << 20), disk, telemetry);
    Renditions renditions =
        new Renditions(
            cache,
            new RenditionMaker(
                new Decoders(engine, Optional.empty(), FfmpegSearch.ofNothing()),
                blobs,
                NoDamageStore.damages(telemetry)),
            TestStores.media(folder, catalog, blobs, cache),
            new FailureBackoff(TestClusterWork.alone(), telemetry, clock),
            TestClusterWork.alone(),
            telemetry);
    warming = new Warming(catalog, renditions, clock, Duration.ofHours(1));
    hasty = new Warming(catalog, renditions, clock, Duration.ZERO);
    add(blobs, A, null);
    add(blobs, EXPIRED, Duration.ofHours(1));
    clock.pass(Duration.ofHours(2));
  }

  private void add(BlobStore blobs, MediaId id, @Nullable Duration life) throws IOException {
    Media media =
        new Media(
            id,
            TestOriginals.of(MediaType.JPEG, BYTES.length, Sha256.ofText(TEXT)),
            null,
            new Picture(SIZE, true, Facts.PLAIN, null),
            new Labels(null, Visibility.PUBLIC, Map.of(), null),
            Lifetime.from(clock.instant(), life),
            null);
    blobs.write(Blob.original(media), Files.write(folder.incoming().resolve(id.value()), BYTES));
    catalog.add(media);
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
    catalog.close();
    folder.close();
  }

  @Test
  void warm_missingRenditions_rendersThoseOfAnUpload() {
    WarmProgress progress = warming.warm(new WarmRequest(List.of(A), SMALL, List.of(), 0));

    assertThat(progress.made()).isEqualTo(2); // WebP and JPEG
    assertThat(progress.media()).isEqualTo(1);
    assertThat(progress.skip()).isZero();
  }

  @Test
  void warm_again_findsThem() {
    WarmRequest request = new WarmRequest(List.of(A), SMALL, WEBP, 0);
    warming.warm(request);

    WarmProgress progress = warming.warm(request);

    assertThat(progress.made()).isZero();
    assertThat(progress.present()).isEqualTo(1);
  }

  @Test
  void warm_withSkip_continuesThere() {
    WarmProgress progress = warming.warm(new WarmRequest(List.of(A), SMALL, List.of(), 1));

    assertThat(progress.made()).isEqualTo(1);
    assertThat(progress.media()).isEqualTo(1);
  }

  @Test
  void warm_longEnough_reportsWhereItStopped() {
    WarmProgress progress = hasty.warm(new WarmRequest(List.of(ABSENT, A), SMALL, WEBP, 0));

    assertThat(progress.gone()).isEqualTo(1);
    assertThat(progress.media()).isEqualTo(1);
    assertThat(progress.made()).isZero();
  }

  @Test
  void warm_absentAndExpired_areGone() {
    WarmProgress progress = warming.warm(new WarmRequest(List.of(ABSENT, EXPIRED), SMALL, WEBP, 0));

    assertThat(progress.gone()).isEqualTo(2);
    assertThat(progress.media()).isEqualTo(2);
  }

  @Test
  void warm_undecodable_isReportedAndSkipped() {
    engine.refuse(new Failure.Undecodable());

    WarmProgress progress = warming.warm(new WarmRequest(List.of(A), SMALL, WEBP, 0));

    assertThat(progress.media()).isEqualTo(1);
    assertThat(progress.failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.failure()).isEqualTo(new Failure.Undecodable()))
        .satisfies(failed -> assertThat(failed.step().name()).isEqualTo("small"));
  }

  @Test
  void warm_overloadedAtFirst_fails() {
    engine.refuse(new Failure.Overloaded(Duration.ofSeconds(1)));

    assertThatThrownBy(() -> warming.warm(new WarmRequest(List.of(A), SMALL, WEBP, 0)))
        .isInstanceOf(MediaException.class);
  }

  @Test
  void warm_overloadedLater_reportsItsProgress() {
    engine.refuse(new Failure.Overloaded(Duration.ofSeconds(1)));

    WarmProgress progress = warming.warm(new WarmRequest(List.of(ABSENT, A), SMALL, WEBP, 0));

    assertThat(progress.media()).isEqualTo(1);
    assertThat(progress.failed()).isEmpty();
  }
}

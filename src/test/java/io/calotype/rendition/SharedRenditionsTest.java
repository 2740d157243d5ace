package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.catalog.sqlite.SqliteCatalog;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
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
import io.calotype.originals.Blob;
import io.calotype.originals.files.DataFolder;
import io.calotype.originals.s3.FaultProxy;
import io.calotype.originals.s3.SharedBucket;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionResult;
import io.calotype.store.TestStores;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two nodes that share renditions in a real bucket.
class SharedRenditionsTest {
  private static final byte[] BYTES = {1, 2, 3};

  private final SharedBucket bucket = new SharedBucket();
  private DataFolder folder;
  private SqliteCatalog catalog;
  private RenderNode one;
  private RenderNode two;
  private Media media;

  @BeforeEach
  void open(@TempDir Path root) throws IOException {
    folder = DataFolder.open(root);
    catalog = SqliteFixture.open(folder.catalog());
    one = node("one");
    two = node("two");
    media = stored("a");
  }

  private RenderNode node(String name) throws IOException {
    Path disk = folder.root().resolve(name);
    return new RenderNode(folder, disk, catalog, bucket.connect(new Telemetry()));
  }

  private Media stored(String id) throws IOException {
    Media stored =
        new Media(
            new MediaId(id),
            TestOriginals.of(MediaType.JPEG, BYTES.length, Sha256.ofText(id)),
            null,
            new Picture(RenderNode.SIZE, true, Facts.PLAIN, null),
            new Labels(null, Visibility.PUBLIC, Map.of(), null),
            Lifetime.from(Instant.now(), null),
            null);
    Path staged = Files.write(folder.incoming().resolve(id), BYTES);
    TestStores.blobs(folder).write(Blob.original(stored), staged);
    catalog.add(stored);
    return stored;
  }

  @AfterEach
  void close() throws IOException {
    one.close();
    two.close();
    catalog.close();
    folder.close();
    bucket.close();
  }

  private void made() {
    assertThat(one.find(media).origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    Await.until(() -> written(one) == 1, "the rendition in the bucket");
  }

  private static double written(RenderNode node) {
    return node.telemetry.sum("calotype_shared_writes", "outcome", "written");
  }

  @Test
  void find_madeByTheOtherNode_isFetchedOnceAndThenLocal() throws IOException {
    made();

    RenditionResult found = two.find(media);

    assertThat(found.origin()).isEqualTo(RenditionResult.Origin.SHARED);
    assertThat(RenderNode.bytes(found)).isEqualTo(one.bytes);
    bucket.proxy(1).fail(FaultProxy.Fault.ERROR);
    assertThat(two.find(media).origin()).isEqualTo(RenditionResult.Origin.MEMORY);
    assertThat(two.renders).hasValue(0);
    try (RenderNode restarted = node("two")) { // with the disk of the second, and no memory
      assertThat(restarted.find(media).origin()).isEqualTo(RenditionResult.Origin.DISK);
    }
  }

  @Test
  void find_large_isFetchedToTheDisk() throws IOException {
    byte[] large = new byte[5 << 20];
    new Random(1).nextBytes(large);
    one.bytes = large;
    made();

    RenditionResult found = two.find(media);

    assertThat(found.origin()).isEqualTo(RenditionResult.Origin.SHARED);
    assertThat(RenderNode.bytes(found)).isEqualTo(large);
    assertThat(two.renders).hasValue(0);
  }

  @Test
  void find_otherBytesInTheBucket_isRenderedAndWrittenAgain() throws IOException {
    made();
    bucket.replace(bucket.renditions().getFirst(), new byte[] {1, 2, 4});

    RenditionResult found = two.find(media);

    assertThat(found.origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    Await.until(() -> written(two) == 1, "the rendition in the bucket");
    try (RenderNode third = node("three")) {
      RenditionResult again = third.find(media);
      assertThat(again.origin()).isEqualTo(RenditionResult.Origin.SHARED);
      assertThat(RenderNode.bytes(again)).isEqualTo(one.bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultProxy.Fault.class,
      names = {"RESET", "ERROR", "BLACK_HOLE"})
  void find_bucketFails_isRendered(FaultProxy.Fault fault) throws IOException {
    made();
    bucket.proxy(1).fail(fault);

    assertThat(two.find(media).origin()).isEqualTo(RenditionResult.Origin.RENDERED);

    Media other = stored("b");
    assertThat(two.find(other).origin()).isEqualTo(RenditionResult.Origin.RENDERED);
  }

  @Test
  void find_removedMeanwhile_isAbsentAndLeavesNothing() {
    made();
    catalog.remove(media);

    assertThatThrownBy(() -> two.find(media))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isEqualTo(new Failure.NotFound(media.id())));
    assertThat(two.cache.holds(two.rendition(media).key())).isFalse();
  }

  @Test
  void prepare_madeByTheOtherNode_rendersNothing() {
    made();

    assertThat(two.renditions.prepare(two.rendition(media))).isFalse();

    assertThat(two.renders).hasValue(0);
    assertThat(two.cache.holds(two.rendition(media).key())).isTrue();
  }

  @Test
  void traces_inTheBucketAlone_areAHit() {
    assertThat(two.renditions.traces(two.rendition(media)).hit()).isFalse();
    made();

    assertThat(two.renditions.traces(two.rendition(media)).shared()).isTrue();
    assertThat(two.renditions.traces(two.rendition(media)).hit()).isTrue();
  }

  @Test
  void remove_media_removesItsSharedRenditionsOrLater() {
    made();
    bucket.proxy(1).fail(FaultProxy.Fault.ERROR);

    assertThat(two.store.remove(media)).isTrue();
    assertThat(bucket.renditions()).hasSize(1);
    bucket.proxy(1).fail(FaultProxy.Fault.NONE);
    Instant later = Instant.now().plusSeconds(60);
    Await.until(
        () -> two.store.completeRemovals(later).waiting() == 0, "the removal to be completed");

    assertThat(bucket.renditions()).isEmpty();
  }

  @Test
  void writeAll_presets_areInTheBucketWhenItReturns() throws IOException {
    Rendition rendition = one.rendition(media);

    one.cache.shared().writeAll(Map.of(rendition, ByteBuffer.wrap(one.bytes)));

    assertThat(bucket.renditions())
        .containsExactly(
            "r/ca/a." + media.original().incarnation() + "/" + rendition.key().name() + ".webp");
    assertThat(two.find(media).origin()).isEqualTo(RenditionResult.Origin.SHARED);
  }

  @Test
  void writeAll_noAnswer_endsWithoutThem() {
    bucket.proxy(0).fail(FaultProxy.Fault.BLACK_HOLE);
    Rendition rendition = one.rendition(media);

    one.cache.shared().writeAll(Map.of(rendition, ByteBuffer.wrap(one.bytes)));

    assertThat(one.telemetry.sum("calotype_shared_late")).isEqualTo(1);
  }
}

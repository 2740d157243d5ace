package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.originals.BlobLinks;
import io.calotype.originals.RenditionStore;
import io.calotype.originals.s3.FaultProxy;
import io.calotype.store.Rendition;
import io.calotype.store.RenditionResult;
import io.calotype.store.SharedRenditions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two nodes that share renditions in a real bucket.
class SharedRenditionsTest extends RenderNodesFixture {
  private RenderNode one;
  private RenderNode two;

  @BeforeEach
  void open() throws IOException {
    one = node("one");
    two = node("two");
  }

  private void made() {
    assertThat(one.find(media).origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    Await.until(() -> written(one) == 1, "the rendition in the bucket");
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
    RenderNode restarted = node("two"); // with the disk of the second, and no memory
    assertThat(restarted.find(media).origin()).isEqualTo(RenditionResult.Origin.DISK);
  }

  /// A node that has not seen the rendition in the store looks for it.
  @Test
  void link_ofAnyNode_isThatOfAStoredRenditionOnly() {
    Rendition rendition = two.rendition(media);
    made();

    assertThat(link(one, rendition).orElseThrow()).contains("/r/").contains("X-Amz-Signature=");
    assertThat(link(two, rendition)).isPresent();
    two.cache.shared().delete(bucketListing(rendition));
    assertThat(link(two, rendition)).isEmpty();
    bucket.proxy(1).fail(FaultProxy.Fault.ERROR);
    assertThat(link(two, rendition)).isEmpty();
  }

  private List<RenditionStore.Listed> bucketListing(Rendition rendition) {
    return two.cache.shared().store().of(SharedRenditions.owner(rendition.media()).orElseThrow());
  }

  private static Optional<String> link(RenderNode node, Rendition rendition) {
    BlobLinks.Answer answer = new BlobLinks.Answer(false, null);
    return node.cache.shared().link(rendition, answer, Duration.ofMinutes(1));
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
    RenditionResult again = node("three").find(media);
    assertThat(again.origin()).isEqualTo(RenditionResult.Origin.SHARED);
    assertThat(RenderNode.bytes(again)).isEqualTo(one.bytes);
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
  void look_madeByTheOtherNode_isKnownAfterwards() {
    made();
    assertThat(two.renditions.known(two.rendition(media))).isFalse();

    two.renditions.look(two.rendition(media));

    assertThat(two.renditions.known(two.rendition(media))).isTrue();
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
  void writeAll_noAnswer_endsWithoutThemAndBoundsTheirMemory() throws IOException {
    bucket.proxy(0).fail(FaultProxy.Fault.BLACK_HOLE);
    ByteBuffer large = ByteBuffer.allocate(40 << 20); // two of them are more than may wait

    one.cache
        .shared()
        .writeAll(Map.of(one.rendition(media), large, one.rendition(stored("b")), large));

    assertThat(one.telemetry.sum("calotype_shared_late")).isPositive();
    Await.until(
        () -> one.telemetry.sum("calotype_shared_writes", "outcome", "dropped") == 1,
        "one of them to be dropped");
  }
}

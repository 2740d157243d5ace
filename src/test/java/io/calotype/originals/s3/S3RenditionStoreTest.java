package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.disk.MemoryBytes;
import io.calotype.failure.MediaException;
import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import io.calotype.originals.BlobStore;
import io.calotype.originals.RenditionKey;
import io.calotype.originals.RenditionStore;
import io.calotype.originals.RenditionStore.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Shared renditions on a real server, behind a proxy that breaks requests.
class S3RenditionStoreTest extends S3StoreFixture {
  private static final int LARGE = 5 << 20;

  private final RenditionKey.Owner owner =
      new RenditionKey.Owner(new MediaId("cat"), Incarnation.fresh());
  private final RenditionKey key = key(owner, "400x300-q85-0a1b2c3d.webp");

  @SuppressWarnings("NullAway.Init")
  private RenditionStore renditions;

  @BeforeEach
  void openRenditions() {
    renditions = originals.renditions(Clock.systemUTC());
  }

  private static RenditionKey key(RenditionKey.Owner owner, String file) {
    return new RenditionKey(owner, file, "0a1b2c3d".repeat(4));
  }

  private boolean write(RenditionKey as, byte[] bytes) {
    MemoryBytes body = new MemoryBytes(ByteBuffer.wrap(bytes));
    return renditions.write(as, "image/webp", body, bytes.length);
  }

  private String object(RenditionKey of) {
    return new S3Keys(prefix).of(of);
  }

  /// Replaces the object of `of` by `bytes`, with the metadata that `of` needs.
  private void replace(RenditionKey of, byte[] bytes, Map<String, String> metadata) {
    try (S3Client client = server.client()) {
      var _ =
          client.putObject(
              put -> put.bucket("faults").key(object(of)).metadata(metadata),
              RequestBody.fromBytes(bytes));
    }
  }

  private Map<String, String> metadata(RenditionKey of) {
    try (S3Client client = server.client()) {
      return client.headObject(head -> head.bucket("faults").key(object(of))).metadata();
    }
  }

  private static byte[] inMemory(Optional<Found> found) {
    Found.InMemory memory = (Found.InMemory) found.orElseThrow();
    byte[] bytes = new byte[memory.bytes().remaining()];
    memory.bytes().duplicate().get(bytes);
    return bytes;
  }

  private void assertDiscarded() {
    assertThat(renditions.has(key)).isFalse();
    assertThat(telemetry.sum("calotype_shared_damaged")).isEqualTo(1);
  }

  @Test
  void find_written_isTheSameUnderTheKeyOfTheContract() {
    assertThat(renditions.find(key)).isEmpty();
    byte[] bytes = bytes(30_000);

    assertThat(write(key, bytes)).isTrue();

    assertThat(inMemory(renditions.find(key))).isEqualTo(bytes);
    assertThat(object(key))
        .isEqualTo(prefix + "r/77/" + owner.text() + "/400x300-q85-0a1b2c3d.webp");
    assertThat(telemetry.sum("calotype_shared_damaged")).isZero();
  }

  @Test
  void write_present_keepsTheFirst() {
    assertThat(write(key, bytes(1000, 1))).isTrue();

    assertThat(write(key, bytes(1000, 2))).isFalse();

    assertThat(inMemory(renditions.find(key))).isEqualTo(bytes(1000, 1));
  }

  @Test
  void find_large_isStreamedAndWithOtherBytesNeverComplete() throws IOException {
    byte[] bytes = bytes(LARGE);
    write(key, bytes);
    try (Found.Streamed found = (Found.Streamed) renditions.find(key).orElseThrow()) {
      assertThat(found.length()).isEqualTo(LARGE);
      assertThat(found.bytes().readAllBytes()).isEqualTo(bytes);
    }

    bytes[LARGE / 2]++;
    replace(key, bytes, metadata(key));
    try (Found.Streamed found = (Found.Streamed) renditions.find(key).orElseThrow()) {
      assertThatThrownBy(() -> found.bytes().readNBytes(LARGE)).isInstanceOf(IOException.class);
    }
    assertDiscarded();
  }

  @Test
  void find_otherBytes_isAbsentAndDeleted() {
    write(key, bytes(1000, 1));
    replace(key, bytes(1000, 2), metadata(key));

    assertThat(renditions.find(key)).isEmpty();
    assertDiscarded();
  }

  @Test
  void find_torn_isAbsentAndDeleted() {
    write(key, bytes(1000));
    replace(key, bytes(999), metadata(key));

    assertThat(renditions.find(key)).isEmpty();
    assertDiscarded();
  }

  @Test
  void find_foreignOrOfAnotherKey_isAbsentAndDeleted() {
    replace(key, bytes(1000), Map.of());
    assertThat(renditions.find(key)).isEmpty();
    assertDiscarded();

    RenditionKey other = new RenditionKey(owner, "other-00000000.webp", "0".repeat(32));
    write(other, bytes(1000));
    replace(key, bytes(1000), metadata(other));
    assertThat(renditions.find(key)).isEmpty();
    assertThat(renditions.has(key)).isFalse();
    assertThat(renditions.has(other)).isTrue();
  }

  @Test
  void find_answerIsCut_failsAndKeepsTheObject() {
    write(key, bytes(100_000));
    proxy.fail(FaultProxy.Fault.TRUNCATED, Integer.MAX_VALUE, head -> head.startsWith("GET "));

    assertUnavailable(() -> renditions.find(key));

    proxy.fail(FaultProxy.Fault.NONE);
    Await.until(() -> available(key), "the rendition");
    assertThat(telemetry.sum("calotype_shared_damaged")).isZero();
  }

  private boolean available(RenditionKey wanted) {
    try {
      return renditions.find(wanted).isPresent();
    } catch (MediaException notYet) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultProxy.Fault.class,
      names = {"RESET", "ERROR", "SLOW_DOWN"})
  void everyCall_serviceFails_isUnavailableAndRecovers(FaultProxy.Fault fault) {
    write(key, bytes(1000));

    proxy.fail(fault);

    assertUnavailable(() -> renditions.find(key));
    assertUnavailable(() -> renditions.has(key));
    assertUnavailable(() -> write(key(owner, "new-0a1b2c3d.webp"), bytes(10)));
    assertUnavailable(() -> renditions.of(owner));
    proxy.fail(FaultProxy.Fault.NONE);
    Await.until(() -> available(key), "the store to recover");
  }

  /// A service that is too slow for a rendition may be good enough for originals.
  @Test
  void find_noAnswer_isRefusedAtOnceFromThenOnAndLeavesOriginalsAlone() {
    write(key, bytes(1000));
    proxy.fail(FaultProxy.Fault.BLACK_HOLE);
    assertUnavailable(() -> renditions.find(key));
    assertThat(telemetry.sum("calotype_shared_away")).isEqualTo(1);
    assertThat(telemetry.sum("calotype_s3_away")).isZero();

    proxy.fail(FaultProxy.Fault.NONE);
    assertThat(store.state()).isEqualTo(BlobStore.State.WRITABLE);
    Await.until(() -> available(key), "the store to recover");
    assertThat(telemetry.sum("calotype_shared_away")).isZero();
  }

  @Test
  void deleteAll_ofAnUpload_leavesThoseOfOthers() {
    RenditionKey.Owner next = new RenditionKey.Owner(owner.id(), Incarnation.fresh());
    for (int i = 0; i < 20; i++) {
      write(key(owner, i + "x1-0a1b2c3d.webp"), bytes(10));
    }
    write(key(next, "1x1-0a1b2c3d.webp"), bytes(10));

    renditions.deleteAll(owner);

    assertThat(renditions.of(owner)).isEmpty();
    assertThat(renditions.of(next)).hasSize(1);
  }

  @Test
  void each_always_passesRenditionsAloneAndThoseOfOneUploadTogether() throws IOException {
    RenditionKey.Owner next = new RenditionKey.Owner(owner.id(), Incarnation.fresh());
    var _ = written(bytes(10)); // an original
    List.of(owner, next, owner)
        .forEach(of -> write(key(of, of.hashCode() + "x1-0a1b2c3d.webp"), bytes(10)));
    write(key(owner, "2x2-0a1b2c3d.avif"), bytes(20));
    replace(key(owner, "sub/folder.webp"), bytes(10), Map.of());
    List<RenditionStore.Listed> found = new ArrayList<>();

    renditions.each(null, found::add);

    assertThat(found).hasSize(3);
    assertThat(found.stream().map(RenditionStore.Listed::owner).distinct()).hasSize(2);
    assertThat(renditions.of(owner)).extracting(RenditionStore.Listed::bytes).contains(20L);
    found.clear();
    renditions.each(Duration.ofHours(1), found::add);
    assertThat(found).isEmpty();
  }
}

package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.cluster.SharedWork;
import io.calotype.cluster.redis.RedisSharedWork;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.store.RenditionResult;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Failed work that two nodes remember together.
@Timeout(120)
class ClusterFailuresTest extends RedisNodesFixture {
  @Test
  void find_undecodable_costsOneRendererForAllNodes() {
    one.work =
        () -> {
          throw new MediaException(new Failure.Undecodable());
        };

    assertThatThrownBy(() -> one.find(media))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());

    assertThatThrownBy(() -> two.find(media))
        .extracting(e -> ((MediaException) e).failure())
        .isInstanceOfSatisfying(
            Failure.StillUndecodable.class,
            still ->
                assertThat(still.retryAfter())
                    .isPositive()
                    .isLessThanOrEqualTo(FailureBackoff.FIRST_PAUSE));
    assertThat(two.renders).hasValue(0);
    assertThat(two.telemetry.sum("calotype_failing_sources")).isEqualTo(1);
  }

  /// The failure is recorded before the lease ends.
  @Test
  void find_undecodableWhileTheOtherNodeWaits_isNotTriedByIt() {
    one.work =
        () -> {
          waited();
          throw new MediaException(new Failure.Undecodable());
        };
    FutureTask<RenditionResult> first = begun(one);
    Await.until(() -> one.renders.get() == 1, "a render at the first node");
    FutureTask<RenditionResult> second = begun(two);
    Await.until(() -> looks(two) >= 2, "a look of the second node while it waits");

    go.countDown();

    assertThatThrownBy(first::get).hasCauseInstanceOf(MediaException.class);
    assertThatThrownBy(second::get)
        .cause()
        .extracting(e -> ((MediaException) e).failure())
        .isInstanceOf(Failure.StillUndecodable.class);
    assertThat(two.renders).hasValue(0);
  }

  /// A failure of one node is no reason for another one to refuse the picture for long.
  @Test
  void find_undecodableAtASickNode_isMadeByAnotherAfterTheFirstPause() throws IOException {
    one.work =
        () -> {
          throw new MediaException(new Failure.Undecodable());
        };
    assertThatThrownBy(() -> one.find(media))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
    setFailure("1 $2 0 one"); // the pause of the others is over

    assertThat(two.find(media).origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    Await.until(() -> written(two) == 1, "the rendition in the bucket");
    assertThat(RenderNode.bytes(one.find(media))).isEqualTo(two.bytes);
    assertThat(one.renders).hasValue(1);
  }

  /// Replaces the text of a failure, of which `$2` and `$3` are the times.
  private static void setFailure(String text) {
    String failures = redis.commands().keys("calotype:render:*:failed").getFirst();
    String work = redis.commands().hkeys(failures).getFirst();
    String before = redis.commands().hget(failures, work);
    redis.commands().hset(failures, work, before.replaceAll("(\\d+) (\\d+) (\\d+) (.*)", text));
  }

  @Test
  void retry_atAnyNode_liftsTheFailureAtAll() throws IOException {
    one.work =
        () -> {
          throw new MediaException(new Failure.Undecodable());
        };
    assertThatThrownBy(() -> one.find(media)).isInstanceOf(MediaException.class);
    long till = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
    setFailure("8 " + till + " " + till + " "); // for all nodes
    one.clock.pass(Duration.ofSeconds(10));
    for (RenderNode each : List.of(one, two)) {
      assertThatThrownBy(() -> each.find(media))
          .extracting(e -> ((MediaException) e).failure())
          .isInstanceOf(Failure.StillUndecodable.class);
    }
    one.work = () -> {};

    node("three", firstWork).renditions.retry(media, RenderNode.FREE);
    one.clock.pass(Duration.ofSeconds(10));
    two.clock.pass(Duration.ofSeconds(10));

    assertThat(two.find(media).origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    Await.until(() -> written(two) == 1, "the rendition in the bucket");
    assertThat(one.find(media).hit()).isTrue();
  }

  @Test
  void guard_anUploadThatFailsAtTwoNodes_isRefusedByAThird() throws IOException {
    SourceWork upload = SourceWork.upload(Sha256.ofText("hostile"), "v1");
    FailureBackoff third = backoff(new RedisSharedWork(connections, "three"));
    for (RedisSharedWork work : new RedisSharedWork[] {firstWork, secondWork}) {
      FailureBackoff failures = backoff(work);
      assertThatThrownBy(() -> failures.guard(upload, ClusterFailuresTest::undecodable))
          .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
    }

    assertThatThrownBy(() -> third.guard(upload, () -> "made"))
        .extracting(e -> ((MediaException) e).failure())
        .isInstanceOf(Failure.StillUndecodable.class);
    SourceWork upgraded = SourceWork.upload(upload.source(), "v2");
    assertThat(third.<String>guard(upgraded, () -> "made")).isEqualTo("made");
    third.forget(upload.source());
    assertThat(third.<String>guard(upload, () -> "made")).isEqualTo("made");
  }

  private static FailureBackoff backoff(SharedWork work) {
    ClusterWork cluster = new ClusterWork(work, true, Duration.ofMinutes(1), new Telemetry());
    return new FailureBackoff(cluster, new Telemetry(), Clock.systemUTC());
  }

  private static String undecodable() {
    throw new MediaException(new Failure.Undecodable());
  }
}

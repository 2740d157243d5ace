package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.cluster.Leases;
import io.calotype.cluster.SharedWork;
import io.calotype.cluster.redis.RedisSharedWork;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Sha256;
import io.calotype.originals.s3.FaultProxy;
import io.calotype.store.RenditionResult;
import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One render for two nodes.
@Timeout(120)
class ClusterFlightTest extends RedisNodesFixture {
  @Test
  void find_whileTheOtherNodeRenders_waitsForIt() throws Exception {
    FutureTask<RenditionResult> first = held();
    FutureTask<RenditionResult> second = begun(two);
    Await.until(() -> looks(two) >= 2, "a look of the second node while it waits");

    go.countDown();

    assertThat(first.get().origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    RenditionResult found = second.get();
    assertThat(found.origin()).isEqualTo(RenditionResult.Origin.COLLAPSED);
    assertThat(RenderNode.bytes(found)).isEqualTo(one.bytes);
    assertThat(two.renders).hasValue(0);
    assertThat(made(one, "granted")).isEqualTo(1);
    assertThat(made(two, "waited")).isEqualTo(1);
    assertThat(two.find(media).origin()).isEqualTo(RenditionResult.Origin.MEMORY);
  }

  /// A paused node does not renew its lease. When it wakes up, another one has the turn.
  @Test
  void find_holderIsPaused_takesOverAndFencesIt() throws Exception {
    firstWork.close();
    firstWork = new RedisSharedWork(connections, "one", Duration.ofSeconds(1));
    one = node("paused", firstWork);
    FutureTask<RenditionResult> first = held();
    firstWork.close(); // ends the renewals

    RenditionResult found = two.find(media);
    assertThat(found.origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    assertThat(made(two, "granted") + made(two, "taken_over")).isEqualTo(1);
    Await.until(() -> written(two) == 1, "the rendition in the bucket");

    go.countDown();
    assertThat(first.get().origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    Await.until(() -> made(one, "fenced") == 1, "the fence");
    assertThat(written(one)).isZero();
    assertThat(bucket.renditions()).hasSize(1);
  }

  @Test
  void find_renderIsRefusedAtTheHolder_isTakenOverAtOnce() throws Exception {
    one.work =
        () -> {
          waited();
          throw new MediaException(new Failure.Overloaded(Duration.ofSeconds(1)));
        };
    FutureTask<RenditionResult> first = begun(one);
    Await.until(() -> one.renders.get() == 1, "a render at the first node");
    FutureTask<RenditionResult> second = begun(two);
    Await.until(() -> looks(two) >= 2, "a look of the second node while it waits");

    go.countDown();

    assertThat(second.get().origin()).isEqualTo(RenditionResult.Origin.RENDERED);
    assertThatThrownBy(first::get).hasCauseInstanceOf(MediaException.class);
  }

  @Test
  void find_bucketOfTheWaiterFails_rendersWithoutALease() throws Exception {
    FutureTask<RenditionResult> first = held();
    bucket.proxy(1).fail(FaultProxy.Fault.ERROR);

    assertThat(two.find(media).origin()).isEqualTo(RenditionResult.Origin.RENDERED);

    assertThat(made(two, "alone")).isEqualTo(1);
    go.countDown();
    assertThat(first.get().origin()).isEqualTo(RenditionResult.Origin.RENDERED);
  }

  /// A claim reads the failure and takes the lease in one call, and a hit needs none.
  @Test
  void find_coldAndHit_needOneCallAndNone() {
    one.find(media);
    Await.until(() -> written(one) == 1, "the rendition in the bucket");
    double before = scripts();
    RenderNode node = one;

    assertThat(node.find(media).hit()).isTrue();
    assertThat(two.find(media).hit()).isTrue();

    assertThat(scripts()).isEqualTo(before);
    assertThat(before).isLessThanOrEqualTo(2); // its digest and its text
  }

  /// The scripts that Redis has run.
  private static double scripts() {
    return redis
        .commands()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*calls=(\\d+),.*", "$1")))
        .sum();
  }

  /// A lease that arrives after the limit must not keep others waiting.
  @Test
  void claim_answerIsLate_isNoneAndEndsItsLease() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    SharedWork slow = new SlowWork(go, ended);
    Telemetry telemetry = new Telemetry();
    ClusterWork cluster = new ClusterWork(slow, true, Duration.ofMillis(1), telemetry);

    assertThat(cluster.claim(one.rendition(media))).isEmpty();

    assertThat(telemetry.sum("calotype_cluster_unanswered", "reason", "late")).isEqualTo(1);
    go.countDown();
    ended.await();
  }

  @Test
  void claim_redisIsAway_isNone() {
    SharedWork away = new SlowWork(new CountDownLatch(0), new CountDownLatch(0));
    Telemetry telemetry = new Telemetry();
    ClusterWork cluster = new ClusterWork(away, true, Duration.ofMinutes(1), telemetry);

    SourceWork upload = SourceWork.upload(Sha256.ofText("a"), "v1");
    assertThat(cluster.failure(upload)).isEqualTo(new ClusterWork.FailureAnswer.Unanswered());
    assertThat(cluster.fail(upload)).isEmpty();

    assertThat(telemetry.sum("calotype_cluster_unanswered", "reason", "away")).isEqualTo(2);
  }

  /// Grants a claim after `answer`, and has no answer to anything else.
  private record SlowWork(CountDownLatch answer, CountDownLatch ended) implements SharedWork {
    @Override
    public boolean distributed() {
      return true;
    }

    @Override
    public Claim claim(Subject subject, String result) {
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return new Claim.Granted(new Ending(ended));
    }

    @Override
    public Optional<FailureNote> failure(Subject subject) {
      throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
    }

    @Override
    public OptionalInt fail(Subject subject, Pauses pauses) {
      throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
    }

    @Override
    public void forget(Subject subject) {}

    @Override
    public void forgetAll(String source) {}
  }

  /// A lease that tells when it is ended.
  private record Ending(CountDownLatch ended) implements Leases.Lease {
    @Override
    public long fence() {
      return 1;
    }

    @Override
    public boolean held() {
      return true;
    }

    @Override
    public void lapse() {}

    @Override
    public void close() {
      ended.countDown();
    }
  }
}

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
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import io.calotype.store.RenditionResult;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One render for two nodes, with a real Redis and a real bucket.
@Timeout(120)
class ClusterFlightTest extends RenderNodesFixture {
  /// A lease that does not expire on a busy machine, which may renew it late.
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path data;

  private static RedisServer redis;
  private static RedisConnections connections;

  private RedisSharedWork firstWork;
  private RedisSharedWork secondWork;
  private RenderNode one;
  private RenderNode two;
  private final CountDownLatch go = new CountDownLatch(1);

  @BeforeAll
  static void start() throws IOException {
    redis = RedisServer.start(data);
    connections = RedisConnections.open(redis.uri());
  }

  @AfterAll
  static void stop() {
    connections.close();
    redis.close();
  }

  @BeforeEach
  void open() throws IOException {
    redis.commands().flushall();
    firstWork = new RedisSharedWork(connections, "one", LONG);
    secondWork = new RedisSharedWork(connections, "two", LONG);
    one = node("one", firstWork);
    two = node("two", secondWork);
  }

  @AfterEach
  void close() {
    go.countDown();
    firstWork.close();
    secondWork.close();
  }

  private FutureTask<RenditionResult> begun(RenderNode node) {
    FutureTask<RenditionResult> finding = new FutureTask<>(() -> node.find(media));
    Thread.ofVirtual().start(finding);
    return finding;
  }

  /// Begins a render at the first node that ends with `go`.
  private FutureTask<RenditionResult> held() {
    one.work = this::waited;
    FutureTask<RenditionResult> first = begun(one);
    Await.until(() -> one.renders.get() == 1, "a render at the first node");
    return first;
  }

  private void waited() {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static double made(RenderNode node, String outcome) {
    return node.telemetry.sum("calotype_render_leases", "outcome", outcome);
  }

  private static double looks(RenderNode node) {
    return node.telemetry.sum("calotype_shared_lookups", "outcome", "miss");
  }

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
    assertThat(one.find(media).hit()).isTrue();
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

  @Test
  void guard_anUploadThatFailsAtTwoNodes_isRefusedByAThird() throws IOException {
    SourceWork upload = SourceWork.upload(Sha256.ofText("hostile"), "v1");
    FailureBackoff third = backoff(new RedisSharedWork(connections, "three"));
    for (RedisSharedWork work : new RedisSharedWork[] {firstWork, secondWork}) {
      FailureBackoff failures = backoff(work);
      assertThatThrownBy(() -> failures.guard(upload, ClusterFlightTest::undecodable))
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

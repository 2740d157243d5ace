package io.calotype.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.cluster.Leases;
import io.calotype.cluster.SharedWork;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSharedWorkTest {
  private static final SharedWork.Subject SUBJECT = new SharedWork.Subject("abc", "1x1.webp");
  private static final String FAILURES = "calotype:render:{abc}:failed";
  private static final SharedWork.Pauses PAUSES =
      new SharedWork.Pauses(0, Duration.ofMinutes(10), Duration.ofHours(1));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static RedisServer server;
  private static RedisConnections connections;
  private RedisSharedWork work;
  private RedisSharedWork other;

  @BeforeAll
  static void start() throws IOException {
    server = RedisServer.start(folder);
    connections = RedisServer.connect(server.uri());
  }

  @AfterAll
  static void stop() {
    connections.close();
    server.close();
  }

  @BeforeEach
  void open() {
    server.commands().flushall();
    work = new RedisSharedWork(connections, "a", Duration.ofMinutes(5));
    other = new RedisSharedWork(connections, "b", Duration.ofMinutes(5));
  }

  @AfterEach
  void close() {
    work.close();
    other.close();
  }

  private static Leases.Lease lease(SharedWork.Claim claim) {
    return ((SharedWork.Claim.Granted) claim).lease();
  }

  @Test
  void claim_byAnotherNode_isBusyUntilTheEnd() {
    Leases.Lease first = lease(work.claim(SUBJECT, "a"));

    assertThat(other.claim(SUBJECT, "a")).isEqualTo(new SharedWork.Claim.Busy());
    assertThat(other.claim(SUBJECT, "b")).isInstanceOf(SharedWork.Claim.Granted.class);
    first.close();

    Leases.Lease second = lease(other.claim(SUBJECT, "a"));
    assertThat(second.fence()).isGreaterThan(first.fence());
  }

  @Test
  void lapse_always_leavesTheLeaseToExpire() {
    Leases.Lease first = lease(work.claim(SUBJECT, "a"));
    first.lapse();
    first.lapse();

    assertThat(first.held()).isTrue();
    assertThat(other.claim(SUBJECT, "a")).isEqualTo(new SharedWork.Claim.Busy());
  }

  @Test
  void held_notRenewedForItsDuration_isFalse() {
    RedisSharedWork stopped = new RedisSharedWork(connections, "a", Duration.ofMillis(100));
    Leases.Lease lease = lease(stopped.claim(SUBJECT, "a"));
    stopped.close();

    Await.until(() -> !lease.held(), "the end of the duration");
    Await.until(
        () -> other.claim(SUBJECT, "a") instanceof SharedWork.Claim.Granted, "the next lease");
  }

  @Test
  void held_replacedByAnotherNode_isFalse() {
    RedisSharedWork paused = new RedisSharedWork(connections, "a", Duration.ofSeconds(3));
    Leases.Lease lease = lease(paused.claim(SUBJECT, "a"));
    assertThat(lease.held()).isTrue();
    server.commands().del("calotype:render:{abc}:lease:a");
    assertThat(other.claim(SUBJECT, "a")).isInstanceOf(SharedWork.Claim.Granted.class);

    Await.until(() -> !lease.held(), "the failed renewal");
    paused.close();
  }

  @Test
  void fail_againAndAgain_pausesTwiceAsLongForAllNodes() {
    assertThat(work.failure(SUBJECT)).isEmpty();

    assertThat(work.fail(SUBJECT, PAUSES)).hasValue(1);
    SharedWork.FailureNote first = other.failure(SUBJECT).orElseThrow();
    assertThat(other.fail(SUBJECT, PAUSES)).hasValue(2);
    SharedWork.FailureNote second = work.failure(SUBJECT).orElseThrow();

    assertThat(first.tries()).isEqualTo(1);
    assertThat(first.left()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(10));
    assertThat(second.tries()).isEqualTo(2);
    assertThat(second.left()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(20));
    assertThat(work.claim(SUBJECT, "a")).isInstanceOf(SharedWork.Claim.Failed.class);
    for (int i = 0; i < 40; i++) {
      work.fail(SUBJECT, PAUSES);
    }
    assertThat(work.failure(SUBJECT).orElseThrow().left()).isLessThanOrEqualTo(PAUSES.longest());
  }

  @Test
  void fail_free_hasNoPause() {
    SharedWork.Pauses pauses =
        new SharedWork.Pauses(1, Duration.ofSeconds(10), Duration.ofHours(1));

    assertThat(work.fail(SUBJECT, pauses)).hasValue(1);
    assertThat(work.failure(SUBJECT)).isEmpty();
    assertThat(work.fail(SUBJECT, pauses)).hasValue(2);
    assertThat(work.failure(SUBJECT)).isPresent();
  }

  /// A first pause that is over at once, and failures of one node only.
  @Test
  void fail_atOneNodeOnly_keepsTheOthersWaitingForTheFirstPause() {
    SharedWork.Pauses pauses = new SharedWork.Pauses(0, Duration.ZERO, Duration.ofHours(1));
    work.fail(SUBJECT, PAUSES);
    server.commands().hset(FAILURES, SUBJECT.work(), failed(8, "a"));

    assertThat(work.failure(SUBJECT)).isPresent();
    assertThat(work.claim(SUBJECT, "r")).isInstanceOf(SharedWork.Claim.Failed.class);
    assertThat(other.failure(SUBJECT)).isEmpty();
    lease(other.claim(SUBJECT, "r")).close();
    assertThat(other.fail(SUBJECT, pauses)).as("the count begins again").hasValue(2);
  }

  @Test
  void fail_atTwoNodes_isFinalForAll() {
    work.fail(SUBJECT, PAUSES);
    server.commands().hset(FAILURES, SUBJECT.work(), failed(8, "a"));

    assertThat(other.fail(SUBJECT, PAUSES)).hasValue(2);

    try (RedisSharedWork third = new RedisSharedWork(connections, "c")) {
      for (RedisSharedWork each : List.of(work, other, third)) {
        assertThat(each.failure(SUBJECT).orElseThrow().left())
            .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(20));
      }
      assertThat(third.fail(SUBJECT, PAUSES)).hasValue(3);
    }
  }

  /// A failure at `node` whose pause has another hour, and which no longer holds others back.
  private static String failed(int tries, String node) {
    long now = System.currentTimeMillis();
    return tries + " " + (now + Duration.ofHours(1).toMillis()) + " " + (now - 1) + " " + node;
  }

  @Test
  void forgetAll_failedWorks_areTriedAtOnce() {
    SharedWork.Subject large = new SharedWork.Subject("abc", "2x2.webp");
    work.fail(SUBJECT, PAUSES);
    work.fail(large, PAUSES);

    other.forgetAll("abc");

    assertThat(work.failure(SUBJECT)).isEmpty();
    assertThat(work.failure(large)).isEmpty();
  }

  @Test
  void fail_manyWorksOfOneSource_areForgotten() {
    for (int i = 0; i < 501; i++) {
      work.fail(new SharedWork.Subject("abc", "w" + i), PAUSES);
    }

    assertThat(server.commands().hlen(FAILURES)).isEqualTo(1);
  }

  @Test
  void forget_failed_isTriedAtOnce() {
    work.fail(SUBJECT, PAUSES);

    other.forget(SUBJECT);

    assertThat(work.failure(SUBJECT)).isEmpty();
    assertThat(work.claim(SUBJECT, "a")).isInstanceOf(SharedWork.Claim.Granted.class);
  }

  @Test
  void keys_always_expire() {
    work.fail(SUBJECT, PAUSES);
    lease(work.claim(new SharedWork.Subject("abc", "other"), "a")).lapse();

    assertThat(server.commands().keys("calotype:*"))
        .hasSize(3)
        .allSatisfy(key -> assertThat(server.commands().pttl(key)).isPositive());
  }
}

package io.calotype.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.local.FolderWorkQueue;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.Headroom;
import io.calotype.disk.LocalFiles;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import io.calotype.media.Membership;
import io.calotype.telemetry.Telemetry;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeQueueTest {
  private static final PurgeSender.Budget QUICK =
      new PurgeSender.Budget(Duration.ofMillis(1), Duration.ofMillis(1), 3);
  private static final PurgeQueue.Pace PACE = pace(Duration.ofMillis(20), Duration.ofHours(1));
  private static final PurgeQueue.Pace SOON = pace(Duration.ofMillis(1), Duration.ofMillis(50));

  private final Telemetry telemetry = new Telemetry();
  private final DiskThreads threads = DiskThreads.of("queue", new Telemetry());

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @AfterEach
  void stop() {
    threads.close();
  }

  private static PurgeQueue.Pace pace(Duration batch, Duration repeat) {
    return new PurgeQueue.Pace(batch, repeat, Duration.ofSeconds(20), Duration.ofHours(1));
  }

  @Test
  void add_manyAtOnce_areAllPurgedInFewRequests() {
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), PACE)) {
      List<Purge> recorded =
          IntStream.range(0, 200)
              .mapToObj(i -> queue.record(List.of(member("m" + i, null))))
              .toList();
      recorded.forEach(queue::begin);
      Await.until(() -> counted("calotype_cdn_purged_tags") == 200);

      assertThat(server.received()).hasSizeLessThan(200);
      assertThat(String.join("", server.bodies().toList())).contains("\"m-m0\"", "\"m-m199\"");
    }
  }

  @Test
  void send_providerAwayForAWhile_isRepeated() {
    try (RecordingServer server = new RecordingServer(503, 429);
        PurgeQueue queue = queue(server.url(), PACE)) {
      purge(queue, "a");
      Await.until(() -> counted("calotype_cdn_purged_tags") == 1);

      assertThat(server.received()).hasSize(3);
      assertThat(counted("calotype_cdn_purge_retries")).isEqualTo(2);
      assertThat(counted("calotype_cdn_lost_tags")).isZero();
    }
  }

  @Test
  void send_refused_isCountedAndDelaysNoOther() {
    try (RecordingServer server = new RecordingServer(403);
        PurgeQueue queue = queue(server.url(), PACE)) {
      purge(queue, "a");
      Await.until(() -> counted("calotype_cdn_lost_tags") == 1);
      purge(queue, "b");
      Await.until(() -> counted("calotype_cdn_purged_tags") == 1);

      assertThat(server.bodies()).containsExactly("{\"tags\":[\"m-a\"]}", "{\"tags\":[\"m-b\"]}");
    }
  }

  @Test
  void send_nobodyListens_isLostAfterItsBudget() {
    URI closed;
    try (RecordingServer server = new RecordingServer()) {
      closed = server.url();
    }
    try (PurgeQueue queue = queue(closed, PACE)) {
      purge(queue, "a");
      Await.until(() -> counted("calotype_cdn_lost_tags") == 1);

      assertThat(counted("calotype_cdn_purge_retries")).isEqualTo(2);
      Await.until(() -> recorded().depth().equals(new WorkQueue.Depth(0, 1)));
    }
  }

  /// The queue refuses to complete the first purge, for example for a missing permission.
  @Test
  void send_queueFails_sendsLaterPurges() {
    WorkQueue broken = failing("complete");
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), SOON, broken)) {
      purge(queue, "a");
      Await.until(() -> server.received().size() == 2);
      purge(queue, "b");
      Await.until(() -> server.received().size() == 4);

      assertThat(server.bodies()).endsWith("{\"tags\":[\"m-b\"]}");
    }
  }

  @Test
  void send_requestCannotBeMade_isADeadLetter() {
    try (PurgeQueue queue = queue(URI.create("http://127.0.0.1:99999/"), PACE)) {
      purge(queue, "a");
      purge(queue, "b");
      Await.until(() -> recorded().depth().equals(new WorkQueue.Depth(0, 2)));

      assertThat(counted("calotype_cdn_lost_tags")).isEqualTo(2);
      assertThat(counted("calotype_cdn_purge_retries")).isZero();
    }
  }

  /// An answer that was on its way during the first purge goes with the second.
  @Test
  void send_purged_isPurgedOnceMore() {
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), SOON)) {
      purge(queue, "a");
      Await.until(() -> server.received().size() == 2);

      assertThat(server.bodies()).containsOnly("{\"tags\":[\"m-a\"]}");
    }
  }

  @Test
  void close_waitingPurges_areSentAndStayRecorded() {
    PurgeQueue.Pace never = pace(Duration.ofHours(1), Duration.ofHours(1));
    try (RecordingServer server = new RecordingServer()) {
      PurgeQueue queue = queue(server.url(), never);
      purge(queue, "a");
      purge(queue, "b");
      queue.close();

      assertThat(server.bodies()).containsExactly("{\"tags\":[\"m-a\",\"m-b\"]}");
      assertThat(recorded().depth().waiting()).isEqualTo(2);
    }
  }

  /// The server was killed before or after the change.
  @Test
  void start_recordedPurge_isSentTwiceAndCompleted() {
    WorkQueue before = recorded();
    before.add("a b/g /h");
    before.add("not a purge!");

    try (RecordingServer server = new RecordingServer();
        PurgeQueue _ = queue(server.url(), SOON)) {
      Await.until(() -> recorded().depth().waiting() == 0);

      assertThat(server.bodies()).hasSize(2).containsOnly("{\"tags\":[\"m-a\",\"m-b\",\"g-h\"]}");
      assertThat(recorded().depth().dead()).isEqualTo(1);
      assertThat(counted("calotype_cdn_dead_purges")).isEqualTo(1);
    }
  }

  /// The change may still fail, or a cache would fetch the old state again.
  @Test
  void record_changeIsNotMade_sendsNothing() {
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), SOON)) {
      Purge dropped = queue.record(List.of(member("a", null)));
      assertThat(recorded().depth().waiting()).isEqualTo(1);
      queue.drop(dropped);
      purge(queue, "b");
      Await.until(() -> recorded().depth().waiting() == 0);

      assertThat(server.bodies()).containsOnly("{\"tags\":[\"m-b\"]}");
    }
  }

  @Test
  void record_diskStaysFull_isSentAllTheSame() {
    WorkQueue full = refusing(new Failure.StorageFull());
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), SOON, full)) {
      purge(queue, "a");
      Await.until(() -> server.received().size() == 2);

      assertThat(server.bodies()).containsOnly("{\"tags\":[\"m-a\"]}");
    }
  }

  @Test
  void record_queueIsAway_isRefused() {
    WorkQueue away = refusing(new Failure.Unavailable(Duration.ofSeconds(1)));
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), SOON, away)) {
      assertThatThrownBy(() -> queue.record(List.of(member("a", null))))
          .isInstanceOf(MediaException.class);
      assertThat(server.received()).isEmpty();
    }
  }

  /// One record for a page of a large group.
  @Test
  void record_manyOfOneGroup_isShort() {
    List<Membership> all = new ArrayList<>(List.of(member("x", "other")));
    for (int i = 0; i <= Purge.MAX_OF_GROUP; i++) {
      all.add(member("a" + i, "big"));
    }

    Purge purge = Purge.of(all);

    assertThat(purge.text()).isEqualTo("x/other /big");
    assertThat(PurgeBatch.of(List.of(purge)).tags()).containsExactly("m-x", "g-big");
  }

  @Test
  void tags_manyOfOneGroup_areThatOfTheGroup() {
    List<Purge> batch = new ArrayList<>();
    for (int i = 0; i <= Purge.MAX_OF_GROUP; i++) {
      batch.add(Purge.of(List.of(member("a" + i, "big"))));
    }
    batch.add(Purge.of(List.of(member("b", "small"))));
    batch.add(Purge.of(List.of(member("b", "small"), member("c", null))));
    PurgeBatch decided = PurgeBatch.of(batch);

    assertThat(decided.tags()).containsExactly("g-big", "m-b", "m-c");
    assertThat(decided.without(Set.of("m-c")).tags()).containsExactly("g-big", "m-b");
    assertThat(decided.with(Set.of("g-big"))).hasSize(Purge.MAX_OF_GROUP + 1);
  }

  private PurgeQueue queue(URI url, PurgeQueue.Pace pace) {
    return queue(url, pace, recorded());
  }

  private PurgeQueue queue(URI url, PurgeQueue.Pace pace, WorkQueue recorded) {
    CdnMeters meters = new CdnMeters(telemetry, "webhook");
    PurgeSender sender = new PurgeSender("webhook", new WebhookApi(url), QUICK, meters);
    return new PurgeQueue(
        "webhook", new PurgeLog("webhook", recorded, meters), sender, pace, meters);
  }

  private WorkQueue recorded() {
    return new FolderWorkQueue(folder, new LocalFiles(), threads, Headroom.NONE, Clock.systemUTC());
  }

  /// A queue that refuses every call.
  private static WorkQueue refusing(Failure failure) {
    return (WorkQueue)
        Proxy.newProxyInstance(
            WorkQueue.class.getClassLoader(),
            new Class<?>[] {WorkQueue.class},
            (_, _, _) -> {
              throw new MediaException(failure);
            });
  }

  /// A queue whose method `name` has an error that is none of its promised ones.
  private WorkQueue failing(String name) {
    WorkQueue queue = recorded();
    return (WorkQueue)
        Proxy.newProxyInstance(
            WorkQueue.class.getClassLoader(),
            new Class<?>[] {WorkQueue.class},
            (_, method, arguments) -> {
              if (method.getName().equals(name)) {
                throw new IllegalStateException("refused");
              }
              return method.invoke(queue, arguments);
            });
  }

  private double counted(String name) {
    return telemetry.sum(name);
  }

  private static void purge(PurgeQueue queue, String id) {
    queue.begin(queue.record(List.of(member(id, null))));
  }

  private static Membership member(String id, @Nullable String group) {
    return new Membership(new MediaId(id), group == null ? null : new Group(group));
  }
}

package io.calotype.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.media.Group;
import io.calotype.media.MediaId;
import io.calotype.telemetry.Telemetry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PurgeQueueTest {
  private static final PurgeSender.Budget QUICK =
      new PurgeSender.Budget(Duration.ofMillis(1), Duration.ofMillis(1), 3);
  private static final PurgeQueue.Pace PACE =
      new PurgeQueue.Pace(Duration.ofMillis(20), Duration.ofHours(1), Duration.ofSeconds(20));

  private final Telemetry telemetry = new Telemetry();

  @Test
  void add_manyAtOnce_areAllPurgedInFewRequests() {
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), PACE)) {
      for (int i = 0; i < 200; i++) {
        queue.add(changed("m" + i, null));
      }
      Await.until(() -> counted("calotype_cdn_purged_tags") == 200);

      assertThat(server.received()).hasSizeLessThan(200);
      assertThat(String.join("", server.bodies().toList())).contains("\"m-m0\"", "\"m-m199\"");
    }
  }

  @Test
  void send_providerAwayForAWhile_isRepeated() {
    try (RecordingServer server = new RecordingServer(503, 429);
        PurgeQueue queue = queue(server.url(), PACE)) {
      queue.add(changed("a", null));
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
      queue.add(changed("a", null));
      Await.until(() -> counted("calotype_cdn_lost_tags") == 1);
      queue.add(changed("b", null));
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
      queue.add(changed("a", null));
      Await.until(() -> counted("calotype_cdn_lost_tags") == 1);

      assertThat(counted("calotype_cdn_purge_retries")).isEqualTo(2);
    }
  }

  /// An answer that was on its way during the first purge goes with the second.
  @Test
  void send_purged_isPurgedOnceMore() {
    PurgeQueue.Pace soon =
        new PurgeQueue.Pace(Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofSeconds(20));
    try (RecordingServer server = new RecordingServer();
        PurgeQueue queue = queue(server.url(), soon)) {
      queue.add(changed("a", null));
      Await.until(() -> server.received().size() == 2);

      assertThat(server.bodies()).containsOnly("{\"tags\":[\"m-a\"]}");
    }
  }

  @Test
  void close_waitingPurges_areSent() {
    PurgeQueue.Pace never =
        new PurgeQueue.Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(20));
    try (RecordingServer server = new RecordingServer()) {
      PurgeQueue queue = queue(server.url(), never);
      queue.add(changed("a", null));
      queue.add(changed("b", null));
      queue.close();

      assertThat(server.bodies()).containsExactly("{\"tags\":[\"m-a\",\"m-b\"]}");
    }
  }

  @Test
  void tags_manyOfOneGroup_areThatOfTheGroup() {
    List<PurgeBatch.Changed> batch = new ArrayList<>();
    for (int i = 0; i <= PurgeBatch.MAX_OF_GROUP; i++) {
      batch.add(changed("a" + i, "big"));
    }
    batch.add(changed("b", "small"));
    batch.add(changed("b", "small"));
    batch.add(changed("c", null));

    assertThat(PurgeBatch.tags(batch)).containsExactly("g-big", "m-b", "m-c");
  }

  private PurgeQueue queue(URI url, PurgeQueue.Pace pace) {
    CdnMeters meters = new CdnMeters(telemetry, "webhook");
    return new PurgeQueue(
        "webhook", new PurgeSender("webhook", new WebhookApi(url), QUICK, meters), pace, meters);
  }

  private double counted(String name) {
    return telemetry.sum(name);
  }

  private static PurgeBatch.Changed changed(String id, @Nullable String group) {
    return new PurgeBatch.Changed(new MediaId(id), group == null ? null : new Group(group));
  }
}

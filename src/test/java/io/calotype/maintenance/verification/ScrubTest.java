package io.calotype.maintenance.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.catalog.Cursor;
import io.calotype.cluster.FixedNodes;
import io.calotype.cluster.Nodes;
import io.calotype.cluster.Partition;
import io.calotype.cluster.local.SingleNode;
import io.calotype.maintenance.Announcements;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.media.ListOrder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScrubTest extends HouseholdFixture {
  private Nodes nodes = new SingleNode("here");
  private final Announcements others = new Announcements();

  @Test
  void repeat_afterARestart_goesOnWhereItWas() throws Exception {
    house.put("oldest");
    house.clock.pass(Duration.ofSeconds(1));
    Media middle = house.put("middle");
    house.clock.pass(Duration.ofSeconds(1));
    house.put("newest");
    Files.writeString(house.folder.scrubbed(), Cursor.after(middle, ListOrder.NEWEST).text());

    round();

    assertThat(house.metric("calotype_scrub_media")).isEqualTo(1);
    assertThat(house.folder.scrubbed()).isEmptyFile();
  }

  @Test
  void repeat_tornPlace_beginsWithTheNewest() throws Exception {
    house.put("a");
    house.put("b");
    Files.writeString(house.folder.scrubbed(), "%%");

    round();

    assertThat(house.metric("calotype_scrub_media")).isEqualTo(2);
  }

  @Test
  void repeat_lostOriginals_areCountedAndNeverDeleted() throws Exception {
    Media lost = house.put("lost");
    Media damaged = house.put("damaged");
    Files.delete(house.path(lost));
    Files.writeString(house.path(damaged), "demaged");

    round();

    assertThat(house.metric("calotype_scrub_damaged_originals")).isEqualTo(2);
    assertThat(others.damaged).containsExactly(damaged.id());
    assertThat(house.path(damaged)).hasContent("demaged");
    assertThat(house.catalog.find(lost.id())).isPresent();
  }

  @Test
  void repeat_mediaThatCannotBeVerified_goesOnWithTheRest() throws Exception {
    house.put("a");
    house.put("b");
    house.putWithoutMaster("bad");
    house.put("c");

    round();

    assertThat(house.metric("calotype_scrub_media")).isEqualTo(4);
    assertThat(house.folder.scrubbed()).isEmptyFile();
  }

  @Test
  void repeat_twoNodes_readsItsShareOfOriginals() throws Exception {
    nodes = new FixedNodes("here", List.of("here", "there"));
    Partition shares = new Partition(nodes.running());
    int mine = 0;
    for (int i = 0; i < 20; i++) {
      Media media = house.put("cat" + i);
      Files.delete(house.path(media));
      mine += shares.owns("here", media.id().value()) ? 1 : 0;
    }

    round();

    assertThat(mine).isBetween(1, 19);
    assertThat(house.metric("calotype_scrub_media")).isEqualTo(mine);
    assertThat(house.metric("calotype_scrub_damaged_originals")).isEqualTo(mine);
  }

  @Test
  void share_nodeHasStopped_growsWithinAMinute() {
    List<String> running = new ArrayList<>(List.of("here", "there"));
    ScrubShare share = new ScrubShare(new FixedNodes("here", running), others, house.clock);
    List<MediaId> ids = IntStream.range(0, 20).mapToObj(i -> new MediaId("cat" + i)).toList();
    assertThat(ids.stream().filter(share::has).count()).isLessThan(20);

    running.remove("there");
    house.clock.pass(Duration.ofSeconds(61));

    assertThat(ids).allMatch(share::has);
  }

  @Test
  void repeat_atNoRate_readsNothing() {
    house.put("a");

    scrub(null).repeat(house.throttle);

    assertThat(house.metric("calotype_scrub_media")).isZero();
  }

  @Test
  void damaged_announcedByAnotherNode_isReadAndListed() throws Exception {
    Media damaged = house.put("damaged");
    house.put("whole");
    Files.writeString(house.path(damaged), "demaged");

    try (RemoteDamages damages = new RemoteDamages(house.verification(), house.throttle)) {
      damages.damaged(new MediaId("whole"));
      damages.damaged(new MediaId("absent"));
      damages.damaged(damaged.id());

      Await.until(() -> !house.damages.ids().isEmpty(), "the verification");
    }

    assertThat(house.damages.ids()).containsExactly(damaged.id());
    assertThat(others.damaged).isEmpty();
  }

  /// Scrubs until a round is done.
  private void round() throws InterruptedException {
    Thread thread = Thread.ofVirtual().start(() -> scrub(1L << 30).repeat(house.throttle));
    Await.until(() -> house.metric("calotype_scrub_rounds") >= 1, "a complete round");
    house.throttle.close();
    thread.join();
  }

  private Scrub scrub(@Nullable Long rate) {
    return new Scrub(
        house.catalog,
        house.verification(),
        new ScrubShare(nodes, others, house.clock),
        house.folder.scrubbed(),
        rate,
        house.telemetry);
  }
}

package io.calotype.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.redis.PendingTasks;
import io.calotype.cluster.redis.RedisWorkQueue;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.store.Rendition;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes, none of which works by itself: the tests say when.
class SharedUpgradesTest extends RedisBackedFixture {
  private RenderNode one;
  private RenderNode two;
  private SharedUpgrades atOne;
  private SharedUpgrades atTwo;

  @BeforeEach
  void open() throws IOException {
    one = node("one");
    two = node("two");
    atOne = upgrades(one, queue("one"));
    atTwo = upgrades(two, queue("two"));
  }

  @AfterEach
  void close() {
    atOne.close();
    atTwo.close();
  }

  private static WorkQueue queue(String consumer) {
    return new RedisWorkQueue(connections, SharedUpgrades.QUEUE, consumer);
  }

  private SharedUpgrades upgrades(RenderNode node, WorkQueue queue) {
    return new SharedUpgrades(queue, catalog, node.renditions, () -> false, node.telemetry);
  }

  private Rendition avif(RenderNode node) {
    return node.renditions.describe(media, RenditionSpec.still(RenderNode.SIZE, Format.AVIF));
  }

  private static WorkQueue.Depth depth() {
    return queue("other").depth();
  }

  @Test
  void make_atOneNode_isDoneByTheOther() {
    atOne.make(avif(one));

    assertThat(one.renders).hasValue(0);
    assertThat(atTwo.workedOnce()).isTrue();
    assertThat(two.renders).hasValue(1);
    assertThat(depth()).isEqualTo(new WorkQueue.Depth(0, 0));

    Await.until(() -> written(two) == 1, "the rendition in the bucket");
    assertThat(one.renditions.known(avif(one))).isFalse();
    atOne.make(avif(one));
    assertThat(one.renditions.known(avif(one))).isTrue();
    assertThat(atOne.workedOnce()).isFalse();
    assertThat(two.telemetry.sum("calotype_avif_tasks", "outcome", "made")).isEqualTo(1);
  }

  @Test
  void make_atBothNodes_isOneTask() {
    assertThat(atOne.due(avif(one))).isTrue();
    atOne.make(avif(one));
    assertThat(atOne.due(avif(one))).isFalse();
    atTwo.make(avif(two));

    assertThat(depth().waiting()).isEqualTo(1);
  }

  @Test
  void work_nodeHasDied_isDoneByTheOther() {
    atOne.make(avif(one));
    assertThat(queue("dead").claim(1)).hasSize(1);
    assertThat(atTwo.workedOnce()).isFalse();
    PendingTasks.idle(redis.commands(), "calotype:work:avif");

    assertThat(atTwo.workedOnce()).isTrue();

    assertThat(two.renders).hasValue(1);
    assertThat(depth().waiting()).isZero();
  }

  @Test
  void work_pictureStopsItsNodes_isGivenUp() {
    atOne.make(avif(one));
    for (int deaths = 0; deaths < 5; deaths++) {
      assertThat(queue("dead").claim(1)).hasSize(1);
      PendingTasks.idle(redis.commands(), "calotype:work:avif");
    }

    assertThat(atTwo.workedOnce()).isTrue();

    assertThat(two.renders).hasValue(0);
    assertThat(depth()).isEqualTo(new WorkQueue.Depth(0, 1));
  }

  @Test
  void work_mediaIsGone_isVoid() {
    atOne.make(avif(one));
    assertThat(one.store.remove(media)).isTrue();
    queue("foreign").release(List.of(queue("foreign").add("no key")));

    assertThat(atTwo.workedOnce()).isTrue();
    assertThat(atTwo.workedOnce()).isTrue();

    assertThat(two.renders).hasValue(0);
    assertThat(depth()).isEqualTo(new WorkQueue.Depth(0, 0));
  }

  @Test
  void make_queueIsFull_addsNothing() {
    for (int i = 0; i < SharedUpgrades.MAX_WAITING; i++) {
      redis.commands().xadd("calotype:work:avif", "text", "other " + i);
    }

    atOne.make(avif(one));

    assertThat(depth().waiting()).isEqualTo(SharedUpgrades.MAX_WAITING);
  }

  /// Each popular picture asks for its AVIF every five seconds. To read the whole queue for each
  /// would leave Redis no time.
  @Test
  void make_ofManyWhileTheQueueIsFull_readsItSeldom() {
    for (int i = 0; i < SharedUpgrades.MAX_WAITING; i++) {
      redis.commands().xadd("calotype:work:avif", "text", "other " + i);
    }
    redis.commands().configResetstat();

    for (int i = 1; i <= 20; i++) {
      Dimensions size = new Dimensions(20 * i, 15 * i);
      atOne.make(one.renditions.describe(media, RenditionSpec.still(size, Format.AVIF)));
    }

    assertThat(redis.commands().info("commandstats"))
        .containsPattern("cmdstat_xrange:calls=[1-9],");
    assertThat(depth().waiting()).isEqualTo(SharedUpgrades.MAX_WAITING);
  }
}

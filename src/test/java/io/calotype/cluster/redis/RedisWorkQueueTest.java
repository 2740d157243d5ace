package io.calotype.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.calotype.Await;
import io.calotype.cluster.WorkQueue;
import io.calotype.cluster.WorkQueueContract;
import io.calotype.failure.MediaException;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisWorkQueueTest extends WorkQueueContract {
  private static final String KEY = "calotype:work:removals";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static RedisServer server;

  @SuppressWarnings("NullAway.Init") // by open
  private RedisConnections connections;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.commands().flushall();
  }

  @AfterEach
  void disconnect() {
    connections.close();
  }

  @Override
  protected WorkQueue open() throws IOException {
    if (connections != null) {
      connections.close();
    }
    connections = RedisServer.connect(server.uri());
    return queue("a");
  }

  private RedisWorkQueue queue(String consumer) {
    return new RedisWorkQueue(connections, "removals", consumer);
  }

  @Override
  protected void lapse() {
    PendingTasks.idle(server.commands(), KEY);
  }

  /// A node that was paused goes on after another one has claimed its task.
  @Test
  void renew_claimedByAnother_leavesItThere() {
    WorkQueue.Task task = queue("a").add("one");
    lapse();
    assertThat(queue("b").claim(10)).hasSize(1);

    queue("a").renew(List.of(task));

    assertThat(server.commands().xpending(KEY, "nodes").getConsumerMessageCount())
        .containsExactly(Map.entry("b", 1L));
    queue("a").complete(task);
    lapse();
    assertThat(queue("b").claim(10)).isEmpty();
    queue("b").bury(task);
    assertThat(queue("b").depth()).isEqualTo(new WorkQueue.Depth(0, 0));
  }

  @Test
  void completeSoon_several_removesThem() {
    WorkQueue queue = queue("a");
    WorkQueue.Task one = queue.add("one");
    WorkQueue.Task two = queue.add("two");
    queue.add("three");

    queue.completeSoon(one);
    queue.completeSoon(two);

    Await.until(() -> queue.depth().equals(new WorkQueue.Depth(1, 0)));
    assertThat(queue.waiting(Instant.parse("9999-01-01T00:00:00Z")))
        .extracting(WorkQueue.Task::text)
        .containsExactly("three");
  }

  /// Entries that an operator adds, and those of a stream that is older than its group.
  @Test
  void claim_entryOfNoConsumer_isTaken() {
    server.commands().xadd(KEY, "text", "by hand");

    assertThat(queue("a").claim(10))
        .extracting(each -> each.task().text(), WorkQueue.Claimed::tries)
        .containsExactly(tuple("by hand", 1));
  }

  @Test
  void claim_entryWasDeletedByHand_takesTheOthers() {
    WorkQueue.Task deleted = queue("a").add("deleted");
    queue("a").add("kept");
    lapse();
    server.commands().xdel(KEY, deleted.name());

    assertThat(queue("b").claim(10)).extracting(each -> each.task().text()).containsExactly("kept");
  }

  @Test
  void bury_tooManyDead_keepsTheFirst() {
    String fill =
        "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'text', 'old') end return 1";
    String[] dead = {"calotype:dead:{" + KEY + "}"};
    String max = String.valueOf(WorkQueue.MAX_BURIED);
    long _ = server.commands().eval(fill, ScriptOutputType.INTEGER, dead, max);
    WorkQueue queue = queue("a");

    queue.bury(queue.add("one more"));

    assertThat(queue.depth()).isEqualTo(new WorkQueue.Depth(0, WorkQueue.MAX_BURIED));
  }

  @Test
  void claim_redisIsAway_isUnavailable() throws Exception {
    WorkQueue queue = open();
    server.signal("STOP");
    try {
      assertThatThrownBy(() -> queue.add("one")).isInstanceOf(MediaException.class);
      assertThatThrownBy(() -> queue.claim(1)).isInstanceOf(MediaException.class);
    } finally {
      server.signal("CONT");
    }
  }

  @Test
  void waiting_moreThanAPage_hasAll() throws IOException {
    WorkQueue queue = open();
    IntStream.range(0, 2_500).forEach(i -> server.commands().xadd(KEY, "text", "task " + i));

    assertThat(queue.waiting(Instant.parse("9999-01-01T00:00:00Z")))
        .hasSize(2_500)
        .last()
        .extracting(WorkQueue.Task::text)
        .isEqualTo("task 2499");
  }
}

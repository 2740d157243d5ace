package io.calotype.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.InvalidationsContract;
import io.calotype.media.MediaId;
import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisInvalidationsTest extends InvalidationsContract {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final List<RedisInvalidations> opened = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() {
    if (server == null) {
      server = RedisServer.start(folder, "--appendonly", "yes");
    }
  }

  @AfterEach
  void stop() {
    opened.forEach(RedisInvalidations::close);
    server.close();
  }

  @Override
  protected Invalidations open() {
    start(); // the superclass opens first
    try {
      opened.add(RedisInvalidations.open(server.uri()));
      return opened.getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void announcement_ofAnotherNode_isHeard() {
    Node node = new Node();

    announce("cat");

    Await.until(() -> node.changed.contains(new MediaId("cat")), "an announcement");
    assertThat(node.missed).hasValue(0);
  }

  @Test
  void silence_redisAway_growsAndEndsWithIt() throws Exception {
    Node node = new Node();
    server.kill();

    Await.until(() -> !node.invalidations.current(), "silence");
    server.startAgain();
    Await.until(node.invalidations::current, "an answer");
    announce("cat");
    Await.until(() -> node.changed.contains(new MediaId("cat")), "an announcement");
    assertThat(node.missed).as("nothing was lost").hasValue(0);
  }

  @Test
  void announcements_whileAway_areHeardAfterwards() throws Exception {
    announce("first");
    Node node = new Node();
    announce("second");
    Await.until(() -> node.changed.contains(new MediaId("second")), "an announcement");
    node.changed.clear();
    try (Cut _ = new Cut(node)) {
      IntStream.range(0, 3_000).forEach(i -> announce("cat" + i));
    }

    Await.until(() -> node.changed.size() >= 3_000, "all announcements");
    assertThat(node.changed).startsWith(new MediaId("cat0")).endsWith(new MediaId("cat2999"));
    assertThat(node.missed).hasValue(0);
  }

  @Test
  void gap_entriesTrimmedWhileAway_dropsAll() throws Exception {
    announce("first");
    Node node = new Node();
    announce("second");
    Await.until(() -> node.changed.contains(new MediaId("second")), "an announcement");

    try (Cut _ = new Cut(node)) {
      announce("third");
      announce("fourth");
      server.commands().xtrim(ChangeStream.KEY, XTrimArgs.Builder.maxlen(1));
    }

    Await.until(() -> node.missed.get() == 1, "the gap");
    announce("fifth");
    Await.until(() -> node.changed.contains(new MediaId("fifth")), "an announcement");
  }

  @Test
  void gap_redisLostItsData_dropsAll() throws Exception {
    announce("first");
    Node node = new Node();
    announce("second");
    Await.until(() -> node.changed.contains(new MediaId("second")), "an announcement");

    try (Cut _ = new Cut(node)) {
      server.commands().flushall();
    }

    Await.until(() -> node.missed.get() == 1, "the gap");
  }

  @Test
  void clearAndDamage_announcedByANode_areHeardByTheOthersOnly() {
    Node sender = new Node();
    Node other = new Node();

    sender.invalidations.announceClear("group album");
    sender.invalidations.announceDamage(new MediaId("torn"));
    announce("later");

    Await.until(() -> sender.changed.contains(new MediaId("later")), "the next entry");
    Await.until(() -> other.changed.contains(new MediaId("later")), "the next entry");
    assertThat(other.cleared).containsExactly("group album");
    assertThat(other.damaged).containsExactly(new MediaId("torn"));
    assertThat(sender.cleared).isEmpty();
    assertThat(sender.damaged).isEmpty();
    assertThat(other.changed).containsExactly(new MediaId("later"));
  }

  private void announce(String id) {
    server.commands().xadd(ChangeStream.KEY, ChangeStream.Kind.CHANGED.field(), id);
  }

  /// A node that has read the stream to its end once.
  private final class Node {
    private final Queue<MediaId> changed = new ConcurrentLinkedQueue<>();
    private final Queue<MediaId> damaged = new ConcurrentLinkedQueue<>();
    private final Queue<String> cleared = new ConcurrentLinkedQueue<>();
    private final AtomicInteger missed = new AtomicInteger();
    private final RedisInvalidations invalidations = (RedisInvalidations) open();

    Node() {
      invalidations.subscribe(
          new Invalidations.Subscriber() {
            @Override
            public void changed(MediaId id) {
              changed.add(id);
            }

            @Override
            public void cleared(String selection) {
              cleared.add(selection);
            }

            @Override
            public void damaged(MediaId id) {
              damaged.add(id);
            }

            @Override
            public void missed() {
              missed.incrementAndGet();
            }
          });
      Await.until(invalidations::current, "the first answer");
      missed.set(0); // at its start a node cannot know what it has missed
    }
  }

  /// Takes the permission to read the stream away.
  private final class Cut implements AutoCloseable {
    Cut(Node node) {
      server
          .commands()
          .aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.XREAD));
      Await.until(() -> !node.invalidations.current(), "silence");
    }

    @Override
    public void close() {
      server.commands().aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.XREAD));
    }
  }
}

package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.CatalogContract;
import io.calotype.catalog.EventJournal;
import io.calotype.catalog.Query;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.Nodes;
import io.calotype.cluster.redis.RedisInvalidations;
import io.calotype.cluster.redis.RedisNodes;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.ChangeStream;
import io.calotype.redis.RedisCluster;
import io.calotype.redis.RedisConnections;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Records in a cluster of three, where a record and its index are in different slots. The limit of
/// time is for a call that never ends.
@Timeout(120)
class RedisClusterTest extends CatalogContract {
  private static final Query CATS = new Query(9, null, Samples.CATS, null, null);
  private static final List<String> STREAMS = List.of(ChangeStream.KEY, RedisEvents.KEY);
  private static final Query EVERYTHING = new Query(99, null, null, null, null);

  @SuppressWarnings("NullAway.Init")
  private static RedisCluster cluster;

  @BeforeAll
  static void startAll(@TempDir Path folder) {
    cluster = RedisCluster.start(folder);
  }

  @AfterAll
  static void stopAll() {
    cluster.close();
  }

  @BeforeEach
  void empty() {
    cluster.masters().forEach(master -> master.commands().flushall());
  }

  @Override
  protected EventJournal journal() throws IOException {
    return RedisEventJournal.open(cluster.uri());
  }

  @Override
  protected Catalog open(Path folder) {
    return open(cluster.uri());
  }

  private static Catalog open(String uri) {
    try {
      RedisCatalog catalog = RedisCatalog.open(uri, Clock.systemUTC(), new Telemetry());
      RedisServer.await(catalog::ready);
      return catalog;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void open_addressOfOneServer_findsTheOthers() {
    List<Media> added = spread();
    try (Catalog one = open(cluster.masters().getLast().uri())) {
      assertThat(one.list(EVERYTHING).items()).containsExactlyInAnyOrderElementsOf(added);
    }
  }

  /// The stream and the reports are in different slots.
  @Test
  void nodes_ofOneCluster_receiveClearsAndReports() throws IOException {
    Queue<String> cleared = new ConcurrentLinkedQueue<>();
    try (RedisInvalidations sender = RedisInvalidations.open(cluster.uri());
        RedisInvalidations other = RedisInvalidations.open(cluster.uri());
        RedisConnections connections = RedisServer.connect(cluster.uri());
        RedisNodes one = new RedisNodes(connections, "one");
        RedisNodes two = new RedisNodes(connections, "two")) {
      other.subscribe(new Clears(cleared));
      Await.until(() -> sender.current() && other.current(), "both nodes");

      sender.announceClear("all");
      one.publish("report");

      Await.until(() -> cleared.contains("all"), "the clear");
      assertThat(two.reports()).extracting(Nodes.Report::text).containsExactly("report");
    }
  }

  private record Clears(Queue<String> selections) implements Invalidations.Subscriber {
    @Override
    public void changed(MediaId id) {}

    @Override
    public void cleared(String selection) {
      selections.add(selection);
    }
  }

  @Test
  void remove_all_leavesNothingButTraces() {
    spread().forEach(media -> catalog().remove(media));

    List<String> left = cluster.keys().stream().filter(key -> !STREAMS.contains(key)).toList();
    assertThat(left).allMatch(key -> key.startsWith("calotype:change:{image:"));
    assertThat(left.stream().map(key -> cluster.of(key).commands().pttl(key)))
        .allMatch(millis -> millis <= 5_000);
  }

  @Test
  void add_mortal_isDroppedAtItsEndAndFoundUntilItIsRemoved() {
    Media mortal = Samples.mortal("a", Instant.now(), Duration.ofMillis(500));
    catalog().add(mortal);
    assertThat(cluster.of("image:a").commands().pttl("image:a")).isBetween(0L, 500L);
    Await.until(() -> cluster.of("image:a").commands().exists("image:a") == 0);

    assertThat(catalog().find(mortal.id())).contains(mortal);
    assertThat(catalog().list(CATS).items()).isEmpty();
    assertThat(catalog().add(mortal)).isFalse();
    assertThat(catalog().expired(Instant.now(), null, 9).items()).containsExactly(mortal);
    assertThat(catalog().remove(mortal)).isTrue();
    assertThat(catalog().expired(Instant.now(), null, 9).items()).isEmpty();
  }

  /// The keys that an add leaves that ends before its last step.
  @Test
  void list_entriesWithoutARecord_areRepairedWhenNoCallAddsThem() {
    Media media = Samples.mortal("a", Instant.now(), Duration.ofHours(1));
    Instant end = Instant.now().plus(Duration.ofHours(1));
    RedisKeys.index(media).forEach((key, score) -> commands(key).zadd(key, (double) score, "a"));
    String change = RedisKeys.change(media.id());
    commands(change).set(change, "other");
    String list = "calotype:list:*:cats:*";

    assertThat(catalog().list(CATS).items()).isEmpty();
    assertThat(catalog().expired(end, null, 9).items()).isEmpty();
    assertThat(commands(list).zcard(list)).isEqualTo(1);

    commands(change).del(change);
    assertThat(catalog().list(CATS).items()).isEmpty();
    assertThat(catalog().expired(end, null, 9).items()).isEmpty();
    assertThat(commands(list).exists(list)).isZero();
    assertThat(commands(RedisKeys.EXPIRES).exists(RedisKeys.EXPIRES)).isZero();
  }

  @Test
  void add_whileAnotherCallAddsIt_waitsUntilTheTimeLimit() {
    Media media = Samples.picture("a", 0, Samples.CATS);
    String change = RedisKeys.change(media.id());
    commands(change).set(change, "other");

    assertUnavailable(() -> catalog().add(media));
    assertThat(catalog().ready()).isTrue();
    commands(change).del(change);
    assertThat(catalog().add(media)).isTrue();
  }

  /// Two of each id, in different groups, while others read and mend the lists. A busy machine may
  /// not answer in time: such an upload may have been made or not.
  @Test
  void add_sameIdsByManyWhileListsAreRead_everyWinnerIsListed() {
    Queue<Media> winners = new ConcurrentLinkedQueue<>();
    AtomicInteger late = new AtomicInteger();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        for (Media media :
            List.of(
                Samples.picture("m" + i, i, Samples.CATS),
                Samples.picture("m" + i, 100 + i, new Group("dogs")))) {
          crowd.execute(() -> {
            try {
              if (catalog().add(media)) {
                winners.add(media);
              }
            } catch (MediaException unavailable) {
              late.incrementAndGet();
            }
          });
        }
        crowd.execute(() -> catalog().list(EVERYTHING));
      }
    }

    List<Media> stored =
        IntStream.range(0, 60)
            .mapToObj(i -> catalog().find(new MediaId("m" + i)))
            .flatMap(Optional::stream)
            .toList();
    assertThat(stored).hasSizeGreaterThanOrEqualTo(60 - late.get()).containsAll(winners);
    assertThat(catalog().list(EVERYTHING).items()).containsExactlyInAnyOrderElementsOf(stored);
    assertThat(catalog().list(new Query(99, null, Samples.CATS, null, null)).items())
        .containsExactlyInAnyOrderElementsOf(
            stored.stream().filter(media -> Samples.CATS.equals(media.labels().group())).toList());
  }

  @Test
  void foreignRecord_anyCall_staysUnchanged() {
    commands("image:a").set("image:a", "{\"base64_data\":\"/9j/4AAQ\"}");
    Media media = Samples.picture("a", 0, null);

    assertThat(catalog().add(media)).isFalse();
    assertThat(catalog().find(media.id())).isEmpty();
    assertThat(catalog().remove(media)).isFalse();
    assertThat(cluster.keys()).containsExactly("image:a");
  }

  @Test
  void add_tooLongForARecord_comesBack() {
    Media media = Samples.withAttributes("a", Map.of("noise", "\u0001".repeat(1_000)));
    catalog().add(media);

    assertThat(catalog().find(media.id())).contains(media);
    assertThat(catalog().list(EVERYTHING).items()).containsExactly(media);
  }

  /// Asked of the one server, the other answers `ASK` first, and then `MOVED`.
  @Test
  void slotOnItsWay_everyCall_isSentOn() {
    List<Media> added = spread();
    Media media = added.getFirst();
    String key = "image:" + media.id();
    int slot = SlotHash.getSlot(key);
    RedisServer from = cluster.of(key);
    RedisServer to = cluster.masters().get((cluster.masters().indexOf(from) + 1) % 3);
    String idOfFrom = from.commands().clusterMyId();
    String idOfTo = to.commands().clusterMyId();

    List<String> kept = from.commands().clusterGetKeysInSlot(slot, 99);

    to.commands().clusterSetSlotImporting(slot, idOfFrom);
    from.commands().clusterSetSlotMigrating(slot, idOfTo);
    from.commands().migrate("127.0.0.1", to.port(), 0, 1_000, MigrateArgs.Builder.keys(kept));
    assertThat(catalog().find(media.id())).contains(media);
    assertThat(catalog().list(EVERYTHING).items()).containsExactlyInAnyOrderElementsOf(added);

    cluster.masters().forEach(master -> master.commands().clusterSetSlotNode(slot, idOfTo));
    assertThat(catalog().find(media.id())).contains(media);
    assertThat(catalog().remove(media)).isTrue();
    assertThat(catalog().add(media)).isTrue();
    assertThat(to.commands().exists(key)).isEqualTo(1);

    to.commands().del(key, RedisKeys.change(media.id()));
    cluster.masters().forEach(master -> master.commands().clusterSetSlotNode(slot, idOfFrom));
  }

  @Test
  void oneMasterKilled_theOthersGoOnAndTheRestSaysSoUntilItIsBack() throws Exception {
    List<Media> added = spread();
    RedisServer lost = cluster.of("image:m0");
    lost.kill();

    for (Media media : added) {
      if (cluster.of("image:" + media.id()) == lost) {
        assertUnavailable(() -> catalog().find(media.id()));
      } else {
        assertThat(catalog().find(media.id())).contains(media);
      }
    }
    assertUnavailable(() -> catalog().list(EVERYTHING));
    assertThat(catalog().ready()).isFalse();

    lost.startAgain();
    cluster.await();
    RedisServer.await(catalog()::ready);
    assertThat(catalog().list(EVERYTHING).items()).containsExactlyInAnyOrderElementsOf(added);
  }

  @Test
  void oneMasterStopped_theOthersGoOn() throws Exception {
    List<Media> added = spread();
    RedisServer silent = cluster.of("image:m0");
    silent.signal("STOP");

    for (Media media : added) {
      if (cluster.of("image:" + media.id()) == silent) {
        assertUnavailable(() -> catalog().find(media.id()));
      } else {
        assertThat(catalog().find(media.id())).contains(media);
      }
    }
    silent.signal("CONT");
    cluster.await();
    RedisServer.await(catalog()::ready);
  }

  /// Thirty media on three servers.
  private List<Media> spread() {
    List<Media> media =
        IntStream.range(0, 30).mapToObj(i -> Samples.picture("m" + i, i, Samples.CATS)).toList();
    media.forEach(each -> assertThat(catalog().add(each)).isTrue());
    assertThat(media.stream().map(each -> cluster.of("image:" + each.id())).distinct()).hasSize(3);
    return media;
  }

  private static RedisCommands<String, String> commands(String key) {
    return cluster.of(key).commands();
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Unavailable.class));
  }
}

package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.calotype.cluster.Invalidations;
import io.calotype.failure.MediaException;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class CachingCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:04:05Z");
  private static final Query ALL = new Query(9, null, null, null, null);

  private static final CachingCatalog.Trust TRUST =
      new CachingCatalog.Trust(Duration.ofSeconds(10), Duration.ofMinutes(5));

  private final ChangingCatalog store = new ChangingCatalog(titled("first"));
  private final Hearing others = new Hearing();
  private final CachingCatalog recent = new CachingCatalog(store, 10, others);

  @Test
  void find_again_isFromMemory() {
    recent.find(store.only.id());
    store.only = titled("changed");

    assertThat(recent.find(store.only.id())).contains(titled("first"));
  }

  @Test
  void peek_always_asksTheStoreAndKeepsNothing() {
    assertThat(recent.peek(store.only.id())).contains(titled("first"));
    assertThat(recent.recent(store.only.id())).isNull();

    recent.find(store.only.id());
    store.only = titled("changed");

    assertThat(recent.peek(store.only.id())).contains(titled("changed"));
  }

  @Test
  void expired_changedMeanwhile_isThenFoundAsTheStoreSays() {
    recent.find(store.only.id());
    store.only = titled("changed");

    assertThat(recent.expired(NOW, null, 1).items()).containsExactly(titled("changed"));
    assertThat(recent.find(store.only.id())).contains(titled("changed"));
  }

  @Test
  void list_changedMeanwhile_isThenFoundAsTheStoreSays() {
    recent.find(store.only.id());
    store.only = titled("changed");

    assertThat(recent.list(ALL).items()).containsExactly(titled("changed"));
    assertThat(recent.find(store.only.id())).contains(titled("changed"));
  }

  @Test
  void list_unchanged_staysInMemory() {
    recent.find(store.only.id());

    recent.list(ALL);

    assertThat(recent.recent(store.only.id())).isEqualTo(store.only);
  }

  @Test
  void find_storeAway_returnsRecentRecords() {
    AtomicLong nanos = new AtomicLong();
    CachingCatalog shared = new CachingCatalog(store, 10, others, TRUST, nanos::get);
    Media first = shared.find(store.only.id()).orElseThrow();
    store.only = titled("first");
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    assertThat(shared.find(store.only.id()).orElseThrow()).isSameAs(first);
    store.away = true;
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    assertThat(shared.recent(store.only.id())).isNull();
    assertThat(shared.find(store.only.id())).contains(store.only);
    assertThat(shared.recent(store.only.id())).isEqualTo(store.only);
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertThatThrownBy(() -> shared.find(store.only.id())).isInstanceOf(MediaException.class);
  }

  /// A hit is a request too, but does not touch what is kept for a time without the store.
  @Test
  void find_storeAwayAfterAHit_returnsTheRecordForTheWholeTime() {
    AtomicLong nanos = new AtomicLong();
    CachingCatalog shared = new CachingCatalog(store, 10, others, TRUST, nanos::get);
    shared.find(store.only.id());
    nanos.addAndGet(TRUST.believed().toNanos() - 1);
    assertThat(shared.recent(store.only.id())).isEqualTo(store.only);
    store.away = true;
    nanos.addAndGet(TRUST.stale().toNanos());

    assertThat(shared.find(store.only.id())).contains(store.only);
  }

  @Test
  void find_storeAwayWithoutATimeForIt_isRefused() {
    AtomicLong nanos = new AtomicLong();
    CachingCatalog.Trust none = new CachingCatalog.Trust(TRUST.believed(), Duration.ZERO);
    CachingCatalog shared = new CachingCatalog(store, 10, others, none, nanos::get);
    shared.find(store.only.id());
    store.away = true;
    nanos.addAndGet(TRUST.believed().toNanos());

    assertThatThrownBy(() -> shared.find(store.only.id())).isInstanceOf(MediaException.class);
  }

  @Test
  void find_storeBack_isAsTheStoreSays() {
    AtomicLong nanos = new AtomicLong();
    CachingCatalog shared = new CachingCatalog(store, 10, others, TRUST, nanos::get);
    shared.find(store.only.id());
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    store.only = titled("changed");

    assertThat(shared.find(store.only.id())).contains(titled("changed"));
  }

  /// The changes of the only record, made through the catalog or announced by another node.
  enum Change {
    REPLACE,
    REMOVE,
    REMOVE_UNCHANGED,
    EXPIRE,
    REMOVE_DAMAGED,
    ANNOUNCED;

    private void make(CachingCatalog catalog) {
      Media media = titled("first");
      switch (this) {
        case REPLACE -> catalog.replace(media, titled("anew"));
        case REMOVE -> catalog.remove(media);
        case REMOVE_UNCHANGED -> catalog.removeUnchanged(media);
        case EXPIRE -> catalog.expire(media, NOW);
        case REMOVE_DAMAGED -> catalog.removeDamaged(media.id());
        case ANNOUNCED -> catalog.changed(media.id());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void change_recordInMemory_isFoundAsTheStoreSays(Change change) {
    recent.find(store.only.id());

    change.make(recent);
    store.only = titled("anew");

    assertThat(recent.recent(store.only.id())).isNull();
    assertThat(recent.find(store.only.id())).contains(titled("anew"));
  }

  @ParameterizedTest
  @EnumSource
  void change_thatTheStoreMayHaveMade_leavesNothingInMemory(Change change) {
    recent.find(store.only.id());
    store.lost = true;

    try {
      change.make(recent);
    } catch (MediaException unanswered) {
      assertThat(change).isNotEqualTo(Change.ANNOUNCED);
    }

    assertThat(recent.recent(store.only.id())).isNull();
  }

  /// The load has read the record before the change. If the change did not wait for it, the load
  /// would put the old record into memory for ever.
  @ParameterizedTest
  @EnumSource
  void change_duringALoad_leavesNothingOfTheLoadInMemory(Change change) throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    store.onFind =
        () -> {
          loading.countDown();
          await(changed);
        };
    FutureTask<Optional<Media>> load = new FutureTask<>(() -> recent.find(titled("first").id()));
    Thread.ofPlatform().start(load);
    await(loading);
    store.onChange = changed::countDown;
    if (change == Change.ANNOUNCED) {
      changed.countDown(); // an announcement follows the change of the store
    }

    change.make(recent);

    assertThat(load.get()).contains(titled("first"));
    assertThat(recent.recent(titled("first").id())).isNull();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void find_othersNotHeard_isConfirmedByTheStore() {
    recent.find(store.only.id());
    store.only = titled("changed");
    others.silence = Duration.ofMillis(1_001);

    assertThat(recent.recent(store.only.id())).isNull();
    assertThat(recent.find(store.only.id())).contains(titled("changed"));
    others.silence = Duration.ZERO;
    assertThat(recent.recent(store.only.id())).isEqualTo(titled("changed"));
  }

  @Test
  void find_storeAwayAndOthersNotHeardForLonger_isRefused() {
    CachingCatalog shared = new CachingCatalog(store, 10, others, TRUST, () -> 0);
    shared.find(store.only.id());
    store.away = true;
    others.silence = TRUST.stale();

    assertThat(shared.find(store.only.id())).contains(store.only);
    others.silence = TRUST.stale().plusNanos(1);
    assertThatThrownBy(() -> shared.find(store.only.id())).isInstanceOf(MediaException.class);
  }

  @Test
  void missed_anyRecord_isThenFoundAsTheStoreSays() {
    recent.find(store.only.id());
    store.only = titled("changed");

    recent.missed();

    assertThat(recent.recent(store.only.id())).isNull();
    assertThat(recent.find(store.only.id())).contains(titled("changed"));
  }

  /// The record was read before a change whose announcement was lost.
  @Test
  void missed_duringALoad_keepsNothing() {
    store.onFind = recent::missed;

    assertThat(recent.find(store.only.id())).contains(titled("first"));

    assertThat(recent.recent(store.only.id())).isNull();
  }

  @Test
  void missed_duringALoad_keepsNothingForATimeWithoutStore() {
    CachingCatalog shared = new CachingCatalog(store, 10, others, TRUST, () -> 0);
    store.onFind = shared::missed;
    shared.find(store.only.id());
    store.away = true;

    assertThatThrownBy(() -> shared.find(store.only.id())).isInstanceOf(MediaException.class);
  }

  /// Another request finds the record between any two steps, at which the caches read the ticker.
  @Test
  void changed_requestsWhileTheStoreIsAway_keepNothing() {
    MediaId id = store.only.id();
    Thread dropping = Thread.currentThread();
    AtomicReference<@Nullable CachingCatalog> asked = new AtomicReference<>();
    Ticker ticker =
        () -> {
          CachingCatalog catalog = dropping.equals(Thread.currentThread()) ? asked.get() : null;
          if (catalog != null) {
            CompletableFuture.runAsync(() -> catalog.find(id)).exceptionally(away -> null).join();
          }
          return 0;
        };
    CachingCatalog shared = new CachingCatalog(store, 10, others, TRUST, ticker);
    shared.find(id);
    store.away = true;

    asked.set(shared);
    shared.changed(id);
    asked.set(null);

    assertThat(shared.recent(id)).isNull();
  }

  @Test
  void add_new_isInMemory() {
    store.vacant = true;

    assertThat(recent.add(store.only)).isTrue();

    assertThat(recent.recent(store.only.id())).isEqualTo(store.only);
  }

  @Test
  void add_new_isFoundWhileTheStoreIsAway() {
    AtomicLong nanos = new AtomicLong();
    CachingCatalog shared = new CachingCatalog(store, 10, others, TRUST, nanos::get);
    store.vacant = true;
    shared.add(store.only);
    store.away = true;
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());

    assertThat(shared.find(store.only.id())).contains(store.only);
  }

  @Test
  void add_taken_keepsTheOneInMemory() {
    recent.find(store.only.id());

    assertThat(recent.add(titled("other"))).isFalse();

    assertThat(recent.recent(store.only.id())).isEqualTo(titled("first"));
  }

  /// Another node has removed the new record before the store has answered.
  @ParameterizedTest
  @EnumSource
  void change_duringAnAdd_leavesNothingInMemory(Change change) throws Exception {
    CountDownLatch adding = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    store.vacant = true;
    store.onAdd =
        () -> {
          adding.countDown();
          await(changed);
        };
    FutureTask<Boolean> add = new FutureTask<>(() -> recent.add(titled("first")));
    Thread.ofPlatform().start(add);
    await(adding);
    store.onChange = changed::countDown;
    if (change == Change.ANNOUNCED) {
      changed.countDown();
    }

    change.make(recent);

    assertThat(add.get()).isTrue();
    assertThat(recent.recent(titled("first").id())).isNull();
  }

  @Test
  void missed_duringAnAdd_keepsNothing() {
    store.vacant = true;
    store.onAdd = recent::missed;

    assertThat(recent.add(store.only)).isTrue();

    assertThat(recent.recent(store.only.id())).isNull();
  }

  /// Announcements of other nodes that are heard or not.
  private static final class Hearing implements Invalidations {
    private Duration silence = Duration.ZERO;

    @Override
    public void publish(MediaId id) {}

    @Override
    public void announceDamage(MediaId id) {}

    @Override
    public void announceClear(String selection) {}

    @Override
    public void subscribe(Subscriber subscriber) {}

    @Override
    public Duration silence() {
      return silence;
    }
  }

  private static Media titled(String title) {
    return TestOriginals.photo(
        new Labels(null, Visibility.PUBLIC, Map.of("title", title), null),
        Lifetime.from(NOW, Duration.ZERO));
  }
}

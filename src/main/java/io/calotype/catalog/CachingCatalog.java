package io.calotype.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.calotype.cluster.Invalidations;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A catalog that keeps the most recently read records in memory, so that a hit needs no call to
/// the store.
///
/// A record is loaded under the map's own lock for its id, and a change waits for that lock. A
/// removal therefore drops a record that was read before it, and a later read finds none.
///
/// Other nodes announce their changes. While this node does not hear them, each record in memory is
/// confirmed by the store before it is used.
public final class CachingCatalog implements Catalog, Invalidations.Subscriber {
  private final Catalog store;
  private final Invalidations others;
  private final Trust trust;
  private final AtomicLong gaps = new AtomicLong();
  private final Cache<MediaId, Media> recent;
  private final Cache<MediaId, Media> seen; // public media, used while the store is away

  /// Keeps up to `maxRecords` records of `store`, which this catalog owns and closes.
  ///
  /// @param others announces the changes of other nodes; must have no announcements yet
  public CachingCatalog(Catalog store, long maxRecords, Invalidations others) {
    this(store, others, Trust.ALWAYS, bounded(maxRecords), Caffeine.newBuilder().maximumSize(0));
  }

  /// Keeps each record for the durations in `trust`, because other programs may change the store.
  public CachingCatalog(Catalog store, long maxRecords, Invalidations others, Trust trust) {
    this(store, maxRecords, others, trust, Ticker.systemTicker());
  }

  CachingCatalog(Catalog store, long maxRecords, Invalidations others, Trust trust, Ticker ticker) {
    this(
        store,
        others,
        trust,
        bounded(maxRecords).expireAfterWrite(trust.believed()).ticker(ticker),
        bounded(maxRecords).expireAfterAccess(trust.kept()).ticker(ticker));
  }

  /// The validity of records in memory if other programs may change the store.
  ///
  /// @param believed the time after which a record is read from the store again
  /// @param stale while the store is unavailable, public media requested within this time are
  ///   served from memory, unless other nodes have not been heard for longer
  public record Trust(Duration believed, Duration stale) {
    private static final Trust ALWAYS = new Trust(ChronoUnit.FOREVER.getDuration(), Duration.ZERO);

    /// The time for which a record is kept for `stale` after it was read. A hit does not restart
    /// it, which would cost a second look-up; the record was read at most `believed` before.
    private Duration kept() {
      return stale.isZero() ? stale : stale.plus(believed);
    }
  }

  private CachingCatalog(
      Catalog store,
      Invalidations others,
      Trust trust,
      Caffeine<Object, Object> recent,
      Caffeine<Object, Object> seen) {
    this.store = store;
    this.others = others;
    this.trust = trust;
    this.recent = recent.executor(Runnable::run).build();
    this.seen = seen.executor(Runnable::run).build();
  }

  private static Caffeine<Object, Object> bounded(long maxRecords) {
    return Caffeine.newBuilder().maximumSize(maxRecords);
  }

  /// Returns the record of `id` if it is in memory and valid without a look at the store. Null does
  /// not mean that it is absent from the store. Never waits for the store.
  public @Nullable Media recent(MediaId id) {
    return others.current() ? recent.getIfPresent(id) : null;
  }

  /// Returns whether the record in memory is `media`, and valid without a look at the store. Never
  /// waits for the store.
  public boolean confirms(Media media) {
    return others.current() && media.equals(recent.getIfPresent(media.id()));
  }

  /// Keeps the new record in memory. It is added under the map's lock for its id, which a removal
  /// at another node waits for, as it waits for a load.
  @Override
  @SuppressWarnings("NullAway") // Caffeine removes the entry if the function returns null
  public boolean add(Media media) {
    long before = gaps.get();
    AtomicBoolean added = new AtomicBoolean();
    recent
        .asMap()
        .compute(
            media.id(),
            (id, old) -> {
              added.set(store.add(media));
              return added.get() ? kept(media) : old;
            });
    if (gaps.get() != before) { // its removal may have been missed
      drop(media.id());
    }
    return added.get();
  }

  /// A record found in memory while the store is unavailable is cached like any other, so that hits
  /// do not wait for the store repeatedly.
  @Override
  @SuppressWarnings("NullAway") // Caffeine stores no entry if the loader returns null
  public Optional<Media> find(MediaId id) {
    if (!others.current()) {
      recent.invalidate(id);
    }
    long before = gaps.get();
    Media media = recent.get(id, this::loaded);
    if (gaps.get() != before) { // it may have been read before a change that was missed
      drop(id);
    }
    return Optional.ofNullable(media);
  }

  @Override
  public boolean taken(MediaId id) {
    return store.taken(id);
  }

  @Override
  public Optional<Media> peek(MediaId id) {
    return store.peek(id);
  }

  private @Nullable Media loaded(MediaId id) {
    try {
      Optional<Media> media = store.find(id).map(this::known);
      if (media.isEmpty()) {
        seen.invalidate(id);
      }
      return media.map(this::kept).orElse(null);
    } catch (MediaException e) {
      Media media = e.failure() instanceof Failure.Unavailable ? seen.getIfPresent(id) : null;
      if (media == null || others.silence().compareTo(trust.stale()) > 0) {
        throw e;
      }
      return media;
    }
  }

  /// Keeps `media` for a time without the store, if everybody may see it. Returns it.
  private Media kept(Media media) {
    if (media.open()) {
      seen.put(media.id(), media);
    } else {
      seen.invalidate(media.id());
    }
    return media;
  }

  /// Returns the instance that was read before, if it is equal. Responses that were prepared for it
  /// are then found by identity, and not by a comparison of all members.
  private Media known(Media read) {
    @Nullable Media before = seen.getIfPresent(read.id());
    return before != null && before.equals(read) ? before : read;
  }

  @Override
  public boolean replace(Media old, Media anew) {
    try {
      return store.replace(old, anew);
    } finally {
      drop(old.id());
    }
  }

  @Override
  public boolean remove(Media media) {
    try {
      return store.remove(media);
    } finally {
      drop(media.id());
    }
  }

  @Override
  public boolean removeUnchanged(Media media) {
    try {
      return store.removeUnchanged(media);
    } finally {
      drop(media.id());
    }
  }

  @Override
  public boolean expire(Media media, Instant now) {
    try {
      return store.expire(media, now);
    } finally {
      drop(media.id());
    }
  }

  @Override
  public boolean removeDamaged(MediaId id) {
    try {
      return store.removeDamaged(id);
    } finally {
      drop(id);
    }
  }

  @Override
  public void noteFailure(Media media) {
    store.noteFailure(media);
  }

  @Override
  public void claim(DataSetClaim claim) throws IOException {
    store.claim(claim);
  }

  @Override
  public String identity() {
    return store.identity();
  }

  @Override
  public void changed(MediaId id) {
    drop(id);
  }

  @Override
  public void missed() {
    gaps.incrementAndGet();
    recent.invalidateAll();
    seen.invalidateAll();
  }

  /// Drops the record of `id` from memory, so that the next call reads it from the store.
  ///
  /// The first step waits for a load in progress, which may have kept the old record as `seen`. The
  /// last one drops a record that a later load, while the store was away, has taken from there.
  public void drop(MediaId id) {
    recent.invalidate(id);
    seen.invalidate(id);
    recent.invalidate(id);
  }

  @Override
  public Page list(Query query) {
    Page page = store.list(query);
    page.items().forEach(this::refresh);
    return page;
  }

  @Override
  public ExpiredPage expired(Instant now, ExpiredPage.@Nullable Place after, int limit) {
    ExpiredPage over = store.expired(now, after, limit);
    over.items().forEach(this::refresh);
    return over;
  }

  /// Drops a record in memory if it differs from `stored`: other programs may change the store.
  private void refresh(Media stored) {
    recent.asMap().computeIfPresent(stored.id(), (id, kept) -> kept.equals(stored) ? kept : null);
    seen.asMap().computeIfPresent(stored.id(), (id, kept) -> kept.equals(stored) ? kept : null);
  }

  @Override
  public Set<String> damaged() {
    return store.damaged();
  }

  @Override
  public boolean ready() {
    return store.ready();
  }

  @Override
  public void close() {
    store.close();
  }
}

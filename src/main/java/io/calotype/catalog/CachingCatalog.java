package io.calotype.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A catalog that keeps the records last read in memory, so that a hit touches no store.
///
/// A record is loaded inside the map's own lock for its id, and a change waits for that lock: what
/// was read before a removal is dropped by it, and what is read after it is absent.
public final class CachingCatalog implements Catalog {
  private final Catalog store;
  private final Cache<MediaId, Media> recent;
  private final Cache<MediaId, Media> seen; // what is public of them, for when the store is away

  /// Keeps up to `maxRecords` records of `store`, which it owns and closes.
  public CachingCatalog(Catalog store, long maxRecords) {
    this(store, bounded(maxRecords), Caffeine.newBuilder().maximumSize(0));
  }

  /// Keeps each of them for as long as `trust` says, as the store is not ours alone.
  public CachingCatalog(Catalog store, long maxRecords, Trust trust) {
    this(store, maxRecords, trust, Ticker.systemTicker());
  }

  CachingCatalog(Catalog store, long maxRecords, Trust trust, Ticker ticker) {
    this(
        store,
        bounded(maxRecords).expireAfterWrite(trust.believed()).ticker(ticker),
        bounded(maxRecords).expireAfterAccess(trust.stale()).ticker(ticker));
  }

  /// How long records in memory count, where others may change the store.
  ///
  /// @param believed after that time the store is asked again
  /// @param stale while the store is away, public media that were asked for within that time are
  ///   found as they were
  public record Trust(Duration believed, Duration stale) {}

  private CachingCatalog(
      Catalog store, Caffeine<Object, Object> recent, Caffeine<Object, Object> seen) {
    this.store = store;
    this.recent = recent.executor(Runnable::run).build();
    this.seen = seen.executor(Runnable::run).build();
  }

  private static Caffeine<Object, Object> bounded(long maxRecords) {
    return Caffeine.newBuilder().maximumSize(maxRecords);
  }

  /// The record of `id` if it is in memory; null says nothing of the store. Never blocks on it.
  public @Nullable Media recent(MediaId id) {
    Media media = recent.getIfPresent(id);
    if (media != null) {
      var _ = seen.getIfPresent(id); // which counts as seen
    }
    return media;
  }

  @Override
  public boolean add(Media media) {
    return store.add(media);
  }

  /// A record that was found while the store is away is believed as any other, so that hits do not
  /// wait for the store again and again.
  @Override
  @SuppressWarnings("NullAway") // Caffeine keeps nothing where a loader returns null
  public Optional<Media> find(MediaId id) {
    return Optional.ofNullable(recent.get(id, this::loaded));
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
      Media media = store.find(id).orElse(null);
      if (media != null && media.open()) {
        seen.put(id, media);
      } else {
        seen.invalidate(id);
      }
      return media;
    } catch (MediaException e) {
      Media media = e.failure() instanceof Failure.Unavailable ? seen.getIfPresent(id) : null;
      if (media == null) {
        throw e;
      }
      return media;
    }
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
  public boolean remove(MediaId id) {
    try {
      return store.remove(id);
    } finally {
      drop(id);
    }
  }

  private void drop(MediaId id) {
    recent.invalidate(id);
    seen.invalidate(id);
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

  /// Drops what the store says otherwise by now: it may not be ours alone.
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

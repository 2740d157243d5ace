package io.calotype.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A catalog that keeps the records last read in memory, so that a hit touches no store.
///
/// A record is loaded inside the map's own lock for its id, and a removal waits for that lock: what
/// was read before a removal is dropped by it, and what is read after it is absent.
public final class RecentMedia implements Catalog {
  private final Catalog store;
  private final Cache<MediaId, Media> recent;

  /// Keeps up to `maxRecords` records of `store`, which it owns and closes.
  public RecentMedia(Catalog store, long maxRecords) {
    this(store, Caffeine.newBuilder().maximumSize(maxRecords));
  }

  /// Keeps each of them for as long as `believed` at the most: the store is not ours alone.
  public RecentMedia(Catalog store, long maxRecords, Duration believed) {
    this(store, Caffeine.newBuilder().maximumSize(maxRecords).expireAfterWrite(believed));
  }

  private RecentMedia(Catalog store, Caffeine<Object, Object> memory) {
    this.store = store;
    this.recent = memory.executor(Runnable::run).build();
  }

  /// The record of `id` if it is in memory; null says nothing of the store. Never blocks on it.
  public @Nullable Media recent(MediaId id) {
    return recent.getIfPresent(id);
  }

  @Override
  public boolean add(Media media) {
    return store.add(media);
  }

  @Override
  @SuppressWarnings("NullAway") // Caffeine keeps nothing where a loader returns null
  public Optional<Media> find(MediaId id) {
    return Optional.ofNullable(recent.get(id, key -> store.find(key).orElse(null)));
  }

  @Override
  public boolean remove(MediaId id) {
    try {
      return store.remove(id);
    } finally {
      recent.invalidate(id);
    }
  }

  @Override
  public Page list(Query query) {
    Page page = store.list(query);
    page.items().forEach(this::refresh);
    return page;
  }

  @Override
  public List<Media> expired(Instant now, int limit) {
    List<Media> over = store.expired(now, limit);
    over.forEach(this::refresh);
    return over;
  }

  /// Drops what the store says otherwise by now: it may not be ours alone.
  private void refresh(Media stored) {
    recent.asMap().computeIfPresent(stored.id(), (id, kept) -> kept.equals(stored) ? kept : null);
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

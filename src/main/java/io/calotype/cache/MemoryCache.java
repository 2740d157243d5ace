package io.calotype.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Entries in direct memory, within a budget in bytes. Nothing here blocks.
///
/// Which keys an owner has is a second map, in which a key is entered or struck out by looking
/// whether the cache holds it, under the owner's lock and after every change. So whichever of two
/// racing changes is entered last has seen what both have left, and the maps agree once all are
/// done.
public final class MemoryCache {
  private static final int OVERHEAD = 512;
  private static final long MIN_SHARE = 1 << 20;
  private static final int SHARE = 32;

  private final long budget;
  private final Cache<CacheKey, ByteBuffer> entries;
  private final Map<String, Set<CacheKey>> owners = new ConcurrentHashMap<>();

  /// A cache of up to `budget` bytes, each entry counted with 512 more; none where it is 0.
  public MemoryCache(long budget) {
    this.budget = budget;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(budget)
            .weigher((CacheKey key, ByteBuffer bytes) -> bytes.remaining() + OVERHEAD)
            .executor(Runnable::run)
            .removalListener(this::note)
            .build();
  }

  /// The bytes of `key`: direct, read-only, from 0 to their limit. A reader duplicates them.
  public @Nullable ByteBuffer find(CacheKey key) {
    return entries.getIfPresent(key);
  }

  /// Whether `key` is there, which is no use of it.
  public boolean holds(CacheKey key) {
    return entries.policy().getIfPresentQuietly(key) != null;
  }

  /// Keeps what remains of `bytes`, unless it is longer than [#maxEntryBytes]. A direct buffer is
  /// kept as it is and must not be written to any more; any other is copied.
  public void put(CacheKey key, ByteBuffer bytes) {
    if (bytes.remaining() > maxEntryBytes()) {
      return;
    }
    ByteBuffer kept = bytes.isDirect() ? bytes.slice() : copy(bytes);
    entries.put(key, kept.asReadOnlyBuffer());
    note(key);
  }

  /// Drops all entries of `owner`, at a cost that follows their number.
  public void remove(String owner) {
    entries.invalidateAll(keys(owner));
  }

  /// Drops one entry.
  public void remove(CacheKey key) {
    entries.invalidate(key);
  }

  /// Drops everything.
  public void clear() {
    entries.invalidateAll();
  }

  /// The longest entry that is kept: a 32nd of the budget, or 1 MiB where that is more.
  public int maxEntryBytes() {
    long share = Math.min(Math.max(0, budget - OVERHEAD), Math.max(MIN_SHARE, budget / SHARE));
    return (int) Math.min(share, Integer.MAX_VALUE);
  }

  /// How much of the budget is taken.
  public long bytes() {
    return entries.policy().eviction().map(Policy.Eviction::weightedSize).orElseThrow().orElse(0);
  }

  /// The keys that are entered for `owner`.
  Set<CacheKey> keys(String owner) {
    Set<CacheKey> keys = new HashSet<>();
    owners.computeIfPresent(
        owner,
        (same, entered) -> {
          keys.addAll(entered);
          return entered;
        });
    return keys;
  }

  /// How many owners have keys entered.
  int owners() {
    return owners.size();
  }

  private void note(@Nullable CacheKey key, @Nullable ByteBuffer gone, RemovalCause cause) {
    if (key != null) {
      note(key);
    }
  }

  private void note(CacheKey key) {
    owners.compute(key.owner(), (owner, keys) -> noted(key, keys));
  }

  private @Nullable Set<CacheKey> noted(CacheKey key, @Nullable Set<CacheKey> entered) {
    Set<CacheKey> keys = entered == null ? new HashSet<>() : entered;
    if (entries.asMap().containsKey(key)) {
      keys.add(key);
    } else {
      keys.remove(key);
    }
    return keys.isEmpty() ? null : keys;
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes.duplicate()).flip();
  }
}

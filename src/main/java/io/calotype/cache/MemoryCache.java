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

/// Entries in direct memory, within a budget in bytes. No method blocks.
///
/// A second map holds the keys of each owner. After every change of a key, under the owner's lock,
/// the map adds the key if the cache holds it, and removes it otherwise. The last of two racing
/// changes therefore sees the result of both, and the maps agree after all changes.
public final class MemoryCache {
  private static final int OVERHEAD = 512;
  private static final long MIN_SHARE = 1 << 20;
  private static final int SHARE = 32;

  private final long budget;
  private final Cache<CacheKey, ByteBuffer> entries;
  private final Map<String, Set<CacheKey>> owners = new ConcurrentHashMap<>();

  /// Creates a cache of up to `budget` bytes. Each entry is charged 512 bytes more than its
  /// content. A budget of 0 keeps no entry.
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

  /// Returns the bytes of `key`: direct, read-only, from 0 to their limit. A reader must duplicate
  /// the buffer.
  public @Nullable ByteBuffer find(CacheKey key) {
    return entries.getIfPresent(key);
  }

  /// Returns whether the cache holds `key`, without counting a use.
  public boolean holds(CacheKey key) {
    return entries.policy().getIfPresentQuietly(key) != null;
  }

  /// Keeps the remaining bytes of `bytes`, unless they are longer than [#maxEntryBytes]. A direct
  /// buffer is kept without a copy and must not be written to any more. Any other buffer is copied.
  public void put(CacheKey key, ByteBuffer bytes) {
    if (bytes.remaining() > maxEntryBytes()) {
      return;
    }
    ByteBuffer kept = bytes.isDirect() ? bytes.slice() : copy(bytes);
    entries.put(key, kept.asReadOnlyBuffer());
    note(key);
  }

  /// Drops all entries of `owner`, in time proportional to their number.
  public void remove(String owner) {
    entries.invalidateAll(keys(owner));
  }

  /// Drops one entry.
  public void remove(CacheKey key) {
    entries.invalidate(key);
  }

  /// Drops all entries.
  public void clear() {
    entries.invalidateAll();
  }

  /// The longest entry that is kept: 1/32 of the budget, or 1 MiB if that is more.
  public int maxEntryBytes() {
    long share = Math.min(Math.max(0, budget - OVERHEAD), Math.max(MIN_SHARE, budget / SHARE));
    return (int) Math.min(share, Integer.MAX_VALUE);
  }

  /// Whether an entry of usual size finds room without an eviction.
  public boolean hasRoom() {
    return bytes() < budget - budget / SHARE;
  }

  /// The bytes of the budget that are taken.
  public long bytes() {
    return entries.policy().eviction().map(Policy.Eviction::weightedSize).orElseThrow().orElse(0);
  }

  /// The recorded keys of `owner`.
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

  /// The number of owners with recorded keys.
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

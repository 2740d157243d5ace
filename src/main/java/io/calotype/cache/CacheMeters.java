package io.calotype.cache;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;

/// The metrics of the disk cache and the memory cache.
public final class CacheMeters {
  private static final String DISK_BYTES = "calotype_cache_disk_bytes";
  private static final String BUDGET_BYTES = "calotype_cache_disk_budget_bytes";
  private static final String DISK_ENTRIES = "calotype_cache_disk_entries";
  private static final String MEMORY_BYTES = "calotype_cache_memory_bytes";

  private final Telemetry telemetry;
  private final Counter evictions;
  private final Counter evictedBytes;
  private final Counter damaged;
  private final Counter faults;

  public CacheMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.evictions = telemetry.counter("calotype_cache_evictions");
    this.evictedBytes = telemetry.counter("calotype_cache_evicted_bytes");
    this.damaged = telemetry.counter("calotype_cache_damaged");
    this.faults = telemetry.counter("calotype_cache_faults");
  }

  /// Registers gauges of the content of both caches.
  ///
  /// @param budgetBytes the most bytes on disk
  public void observe(DiskCache disk, MemoryCache memory, long budgetBytes) {
    telemetry.gauge(BUDGET_BYTES, () -> budgetBytes);
    telemetry.gauge(DISK_BYTES, disk::usedBytes);
    telemetry.gauge(DISK_ENTRIES, disk::entries);
    telemetry.gauge("calotype_cache_disk_open_files", () -> disk.openEntries().size());
    telemetry.gauge("calotype_cache_disk_uncounted_folders", disk::uncountedFolders);
    telemetry.gauge("calotype_cache_disk_estimated_bytes", disk::estimatedBytes);
    telemetry.gauge(MEMORY_BYTES, memory::bytes);
  }

  /// Counts an entry of `bytes` bytes that was evicted from the disk to keep a limit.
  void evicted(long bytes) {
    evictions.increment();
    evictedBytes.increment((double) bytes);
  }

  /// Counts a file that did not match its name and was deleted.
  void damaged() {
    damaged.increment();
  }

  /// Counts an error of the disk; the request continued without the cache.
  public void fault() {
    faults.increment();
  }

  /// The number of entries evicted since the start.
  public long evictions() {
    return (long) evictions.count();
  }

  /// The bytes evicted since the start.
  public long evictedBytes() {
    return (long) evictedBytes.count();
  }

  /// The number of damaged files since the start.
  public long damagedFiles() {
    return (long) damaged.count();
  }

  /// The number of disk errors since the start.
  public long faults() {
    return (long) faults.count();
  }

  /// The bytes in the disk cache; 0 without [#observe].
  public long diskBytes() {
    return (long) telemetry.sum(DISK_BYTES);
  }

  /// The most bytes in the disk cache; 0 without [#observe].
  public long budgetBytes() {
    return (long) telemetry.sum(BUDGET_BYTES);
  }

  /// The number of entries in the disk cache; 0 without [#observe].
  public long diskEntries() {
    return (long) telemetry.sum(DISK_ENTRIES);
  }

  /// The bytes in the memory cache; 0 without [#observe].
  public long memoryBytes() {
    return (long) telemetry.sum(MEMORY_BYTES);
  }
}

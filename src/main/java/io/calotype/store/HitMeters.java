package io.calotype.store;

import io.calotype.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;

/// The metrics of rendition requests: hits by tier, and misses.
public final class HitMeters {
  private static final String HITS = "calotype_cache_hits";
  private static final String TIER = "tier";

  private final Telemetry telemetry;
  private final Counter memory;
  private final Counter disk;
  private final Counter shared;
  private final Counter misses;

  public HitMeters(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.memory = telemetry.counter(HITS, TIER, "memory");
    this.disk = telemetry.counter(HITS, TIER, "disk");
    this.shared = telemetry.counter(HITS, TIER, "shared");
    this.misses = telemetry.counter("calotype_cache_misses");
  }

  /// Registers gauges of the hit ratios.
  void observeRatios() {
    ratio("memory", memory);
    ratio("disk", disk);
    ratio("shared", shared);
  }

  private void ratio(String tier, Counter hits) {
    telemetry.gauge(
        "calotype_cache_hit_ratio", () -> hits.count() / Math.max(1, requests()), TIER, tier);
  }

  /// Counts a rendition from memory.
  void memoryHit() {
    memory.increment();
  }

  /// Counts a rendition from the disk.
  void diskHit() {
    disk.increment();
  }

  /// Counts a rendition from the store that all nodes share.
  void sharedHit() {
    shared.increment();
  }

  /// Counts a rendition that was in no cache.
  void miss() {
    misses.increment();
  }

  /// The number of renditions from memory since the start.
  public long memoryHits() {
    return (long) memory.count();
  }

  /// The number of renditions from the disk since the start.
  public long diskHits() {
    return (long) disk.count();
  }

  /// The number of renditions from the store that all nodes share, since the start.
  public long sharedHits() {
    return (long) shared.count();
  }

  /// The number of renditions that were in no cache since the start.
  public long misses() {
    return (long) misses.count();
  }

  /// The number of renditions requested since the start.
  public long requests() {
    return memoryHits() + diskHits() + sharedHits() + misses();
  }
}

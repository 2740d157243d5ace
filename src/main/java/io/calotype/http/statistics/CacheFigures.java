package io.calotype.http.statistics;

import io.calotype.cache.CacheMeters;
import io.calotype.json.JsonValue;
import io.calotype.maintenance.usage.Usage;
import tools.jackson.core.JsonGenerator;

/// The content of the rendition caches, and their events since the start.
///
/// @param disk the entries on disk
/// @param budgetBytes the most bytes on disk
/// @param memoryBytes the bytes in memory
/// @param evicted the entries removed from the disk for the budget
/// @param repairs damaged files that were deleted
/// @param faults errors of the disk
record CacheFigures(
    Usage.Amount disk,
    long budgetBytes,
    long memoryBytes,
    Usage.Amount evicted,
    long repairs,
    long faults) {
  static CacheFigures of(CacheMeters meters) {
    return new CacheFigures(
        new Usage.Amount(meters.diskEntries(), meters.diskBytes()),
        meters.budgetBytes(),
        meters.memoryBytes(),
        new Usage.Amount(meters.evictions(), meters.evictedBytes()),
        meters.damagedFiles(),
        meters.faults());
  }

  static CacheFigures read(JsonValue json) {
    return new CacheFigures(
        new Usage.Amount(json.at("diskEntries").count(), json.at("diskBytes").count()),
        json.at("budgetBytes").count(),
        json.at("memoryBytes").count(),
        new Usage.Amount(json.at("evictions").count(), json.at("evictedBytes").count()),
        json.at("repairs").count(),
        json.at("faults").count());
  }

  CacheFigures plus(CacheFigures other) {
    return new CacheFigures(
        disk.plus(other.disk),
        budgetBytes + other.budgetBytes,
        memoryBytes + other.memoryBytes,
        evicted.plus(other.evicted),
        repairs + other.repairs,
        faults + other.faults);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("diskEntries", disk.count());
    json.writeNumberProperty("diskBytes", disk.bytes());
    json.writeNumberProperty("averageBytes", disk.average());
    json.writeNumberProperty("budgetBytes", budgetBytes);
    json.writeNumberProperty("memoryBytes", memoryBytes);
    json.writeNumberProperty("evictions", evicted.count());
    json.writeNumberProperty("evictedBytes", evicted.bytes());
    json.writeNumberProperty("repairs", repairs);
    json.writeNumberProperty("faults", faults);
    json.writeEndObject();
  }
}

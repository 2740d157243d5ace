package io.calotype.cache;

import java.time.Instant;

/// An entry in the result of a scan of the whole cache.
///
/// @param key its key
/// @param bytes its length
/// @param used the time of its last use, precise to one hour
public record EntryInfo(CacheKey key, long bytes, Instant used) {}

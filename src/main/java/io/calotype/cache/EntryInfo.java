package io.calotype.cache;

import java.time.Instant;

/// An entry as somebody sees it who goes through the whole cache.
///
/// @param key what it is
/// @param bytes how long it is
/// @param used when it was used last, to the hour
public record EntryInfo(CacheKey key, long bytes, Instant used) {}

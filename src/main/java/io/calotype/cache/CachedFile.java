package io.calotype.cache;

import java.time.Instant;

/// A cache file in the result of a read-only lookup.
///
/// @param key the key in its name
/// @param file its path, relative to the parent of the cache folder
/// @param bytes its length
/// @param used the time of its last use, precise to one hour
/// @param sound whether its bytes match the length and checksum in its name
public record CachedFile(CacheKey key, String file, long bytes, Instant used, boolean sound) {}

package io.calotype.cache;

import java.time.Instant;

/// A file of the cache, as somebody sees it who only looks.
///
/// @param key what it is, by its name
/// @param file where it is, below the folder that the cache's own is in
/// @param bytes how long it is
/// @param used when it was used last, to the hour
/// @param sound whether its bytes are the promised ones
public record CachedFile(CacheKey key, String file, long bytes, Instant used, boolean sound) {}

package io.calotype.cache;

/// The name of one cache entry. Each part is safe in a file name and none contains a dot.
///
/// @param owner what the entry belongs to; all entries of an owner are removed together
/// @param name which of the owner's entries it is
/// @param extension the file name ending, without the dot
public record CacheKey(String owner, String name, String extension) {}

package io.calotype.media;

/// The uploaded bytes, described; the bytes themselves are in the original store.
///
/// @param type what the bytes are
/// @param bytes how many there are
/// @param digest of all of them
public record Original(MediaType type, long bytes, Sha256 digest) {}

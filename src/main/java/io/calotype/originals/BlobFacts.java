package io.calotype.originals;

import io.calotype.media.MediaType;
import io.calotype.media.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The facts that a store keeps beside the bytes of a blob.
///
/// @param bytes its length
/// @param stored when it was stored
/// @param digest the SHA-256 that was stated when it was stored; null if the store keeps none
/// @param type the type that was stated when it was stored; null if the store keeps none
public record BlobFacts(
    long bytes, Instant stored, @Nullable Sha256 digest, @Nullable MediaType type) {}

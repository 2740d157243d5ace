package io.calotype.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The staged files of one upload.
///
/// @param original the bytes as uploaded
/// @param master its master; null if it has none
public record BlobFiles(Path original, @Nullable Path master) {}

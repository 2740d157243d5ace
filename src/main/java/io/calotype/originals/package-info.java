/// The uploaded bytes, kept exactly, one file an original.
///
/// Start reading at [io.calotype.originals.OriginalStore]. An original never changes once it is
/// stored, and what `store` has returned survives a power loss.
///
/// Threads: every method may be called from any thread and may block on the disk.
///
/// Depends on `media` and `failure`. It does not know what a picture shows or who may see it.
@NullMarked
package io.calotype.originals;

import org.jspecify.annotations.NullMarked;

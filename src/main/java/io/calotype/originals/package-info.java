/// The uploaded bytes, kept unchanged, one file for each original.
///
/// Start reading at [io.calotype.originals.OriginalStore]. An original never changes once it is
/// stored. After `store` has returned, it survives a power loss.
///
/// Threads: any thread may call any method. Methods may block on disk I/O.
///
/// Depends on `media` and `failure`. Knows nothing about the content of a picture or access rights.
@NullMarked
package io.calotype.originals;

import org.jspecify.annotations.NullMarked;

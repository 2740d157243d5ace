/// Records of stored originals whose catalog was lost.
///
/// Start reading at [io.calotype.rebuild.CatalogRebuild]. A record that exists is never changed, so
/// that a run can be repeated, and continues one that was interrupted.
///
/// Threads: a run walks on the thread that started it, and decodes on virtual threads.
///
/// Depends on `upload` for decoding. Does not know which store or catalog it works on.
@NullMarked
package io.calotype.rebuild;

import org.jspecify.annotations.NullMarked;

/// Moves the originals of a data set from one store to another while the server serves.
///
/// Start reading at [io.calotype.relocation.Relocation]. A blob leaves the source only after its
/// copy was read back and compared with its digest. The blobs that are left in the source are the
/// only state of a move (ADR-0043).
///
/// Threads: a move runs on threads of its own.
///
/// Does not know which stores these are, nor HTTP or JSON.
@NullMarked
package io.calotype.relocation;

import org.jspecify.annotations.NullMarked;

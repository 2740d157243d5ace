/// Maintains the stores. Completes removals, and removes expired media, unused renditions and
/// orphans.
///
/// Start reading at [io.calotype.maintenance.Maintenance]. Two invariants must survive. An original
/// that has a record is never deleted, regardless of its condition. Signs of a wrong catalog or a
/// missing disk cause no automatic deletion ([io.calotype.maintenance.HoldBack]).
///
/// Threads: every method blocks on the disk. Work is paced by `maintenance.pace` and locks a few
/// files at a time, so that requests are not delayed (ADR-0014).
///
/// Depends on `store`, `upload.resumable` and the stores below. Knows nothing about callers.
@NullMarked
package io.calotype.maintenance;

import org.jspecify.annotations.NullMarked;

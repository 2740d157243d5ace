/// Maintains the stores. Removes media completely, expired media, unused renditions and orphans.
/// Verifies files against damage by a bad disk, and measures usage.
///
/// Start reading at [io.calotype.maintenance.Maintenance]. Two invariants must survive. A removal
/// deletes the record first, so that the media is invisible from then on, even if a later step
/// fails ([io.calotype.store.Removal]). An original that has a record is never deleted, regardless
/// of its condition. Signs of a wrong catalog or a missing disk cause no automatic deletion.
///
/// Threads: every method blocks on the disk. Work is throttled by a [io.calotype.maintenance.Pacer]
/// and locks a few files at a time, so that requests are not delayed (ADR-0014).
///
/// Depends on `catalog`, `originals`, `cache`, `rendition` and `telemetry`. Knows nothing about
/// callers, nor how a master is made.
@NullMarked
package io.calotype.maintenance;

import org.jspecify.annotations.NullMarked;

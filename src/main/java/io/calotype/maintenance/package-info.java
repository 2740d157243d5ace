/// What keeps the house clean: removing media completely, what has expired, what nobody uses and
/// what belongs to nobody; and finding what a bad disk has done to the rest; and what counts how
/// much there is.
///
/// Start reading at [io.calotype.maintenance.Maintenance]. Two things must survive: a record goes
/// first, so that from then on nobody can see the media, whatever happens to the rest
/// ([io.calotype.maintenance.Removal]); and an original that has a record is never deleted,
/// whatever is wrong with it. What looks like a wrong catalog or a missing disk deletes nothing by
/// itself.
///
/// Threads: every method blocks on the disk. Work goes at a [io.calotype.maintenance.Pacer] and
/// locks a few files at a time, so that whoever waits for a picture does not notice (ADR-0014).
///
/// Depends on `catalog`, `originals`, `cache`, `rendition` and `telemetry`. It does not know who
/// has asked, nor how a master is made.
@NullMarked
package io.calotype.maintenance;

import org.jspecify.annotations.NullMarked;

/// Verifies stored media against damage by a bad disk.
///
/// Start reading at [io.calotype.maintenance.verification.Verification], and at
/// [io.calotype.maintenance.verification.Scrub] for the rounds over all media. Only data that can
/// be made again is removed: a lost or damaged original is reported and never touched.
///
/// Threads: every method blocks on the disk, at the rate of its pacer. The scrub has a thread of
/// its own.
///
/// Depends on `store`, `upload` (to recreate masters) and the stores below. Knows nothing of the
/// other tasks of maintenance.
@NullMarked
package io.calotype.maintenance.verification;

import org.jspecify.annotations.NullMarked;

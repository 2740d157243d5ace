/// Coordination between the nodes of one data set: invalidations, leases, shared work, work queues,
/// and reports of nodes.
///
/// Start reading at [io.calotype.cluster.WorkQueue]. Leases expire and invalidations arrive late,
/// so neither protects data: that is the task of immutable blobs and conditional changes of
/// records.
///
/// Threads: any thread may call any method. Methods of adapters may block on disk or network I/O;
/// subscribers must not block.
///
/// Depends on `media`, and logs failures of its threads. Knows nothing about the work that it
/// coordinates.
@NullMarked
package io.calotype.cluster;

import org.jspecify.annotations.NullMarked;

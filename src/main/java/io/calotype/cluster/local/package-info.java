/// Coordination within a single node: invalidations are calls, leases are held in memory, and the
/// work queue is a folder.
///
/// Start reading at [io.calotype.cluster.local.FolderWorkQueue].
@NullMarked
package io.calotype.cluster.local;

import org.jspecify.annotations.NullMarked;

/// Coordination within a single node: invalidations are calls, leases are held in memory, and the
/// work queue is a folder.
///
/// Start reading at [io.calotype.cluster.local.FolderWorkQueue].
///
/// Threads: any. The work queue blocks on disk I/O; nothing else blocks.
///
/// Depends on `cluster`, `disk`, `failure`, `media` and `telemetry`.
@NullMarked
package io.calotype.cluster.local;

import org.jspecify.annotations.NullMarked;

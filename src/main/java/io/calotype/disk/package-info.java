/// Access to file systems that may be slow, hung or shared with other users.
///
/// Start reading at [io.calotype.disk.DiskThreads]. A file operation that never returns holds one
/// platform thread of its own file system, and no thread that serves anything else.
///
/// Threads: any thread may call any method. Callers wait without holding a carrier thread.
///
/// Depends on `failure` and `telemetry` only. Knows nothing about media.
@NullMarked
package io.calotype.disk;

import org.jspecify.annotations.NullMarked;

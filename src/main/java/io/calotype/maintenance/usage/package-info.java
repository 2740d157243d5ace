/// The number and the size of stored files, by preset, format and age: the census.
///
/// Start reading at [io.calotype.maintenance.usage.UsageScan]. A scan keeps sums only, so that its
/// memory does not grow with the data. A scan changes nothing.
///
/// Threads: the scan runs on a thread of its own and on those of callers, which block. The last
/// result is in memory.
///
/// Depends on `catalog` and on the caches of `store`. Reads no file of an original.
@NullMarked
package io.calotype.maintenance.usage;

import org.jspecify.annotations.NullMarked;

/// The queue of renders: the order in which they are served, and the expected wait of each.
///
/// Start reading at [io.calotype.imaging.queue.Backlog], which refuses a render that would wait too
/// long. Continue with [io.calotype.imaging.queue.FairPermits], which decides the order. A render
/// that cannot be served in time is refused on arrival, not after a wait.
///
/// Threads: any. Only [io.calotype.imaging.queue.FairPermits#take] blocks.
///
/// Knows nothing about pictures, processes or HTTP.
@NullMarked
package io.calotype.imaging.queue;

import org.jspecify.annotations.NullMarked;

/// The queue of renders: the order in which they are served, and how long each will wait.
///
/// Start reading at [io.calotype.imaging.queue.Backlog], which refuses a render that would wait for
/// too long, and go on to [io.calotype.imaging.queue.FairPermits], which decides the order. A
/// render that cannot be served in time is refused when it comes, not after it has waited.
///
/// Threads: any. Only [io.calotype.imaging.queue.FairPermits#take] blocks.
///
/// Knows nothing about pictures, processes or HTTP.
@NullMarked
package io.calotype.imaging.queue;

import org.jspecify.annotations.NullMarked;

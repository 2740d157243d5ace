/// The program of a renderer process, which serves one job after the other.
///
/// Start reading at [io.calotype.imaging.worker.child.RendererMain]. Nothing but the protocol goes
/// to standard output. An exception in our own code ends the job and not the process.
///
/// Threads: the main thread serves jobs; another one returns unused memory.
///
/// Runs in a confined process of its own, and is the only user of `imaging.vips`. Knows nothing of
/// the server.
@NullMarked
package io.calotype.imaging.worker.child;

import org.jspecify.annotations.NullMarked;

/// The server's side of renderer processes: a pool of them, their deadlines and their memory.
///
/// Start reading at [io.calotype.imaging.worker.RenderPool]. A picture can crash a renderer, and
/// then affects no other job of the server. `worker.child` is the program that each process runs;
/// both sides speak `worker.protocol`.
///
/// Threads: any thread may use [io.calotype.imaging.worker.RenderPool], which blocks. The server's
/// side does not access native memory.
@NullMarked
package io.calotype.imaging.worker;

import org.jspecify.annotations.NullMarked;

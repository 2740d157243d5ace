/// Rendering ahead of requests.
///
/// Start reading at [io.calotype.warming.Warming]. A call is short and reports its progress, so
/// that its caller can stop at any time, and continue from that point.
///
/// Threads: a call renders on the thread that made it, and blocks.
///
/// Does not know HTTP or JSON.
@NullMarked
package io.calotype.warming;

import org.jspecify.annotations.NullMarked;

/// Delivery of renditions and originals: which representation answers, and its bytes.
///
/// Start reading at [io.calotype.http.delivery.ImageDelivery]. A memory hit is answered on the
/// event loop, without a change of threads.
///
/// Threads: handlers begin on the event loop. Depends on `dialect`, `exchange` and `semantics`.
@NullMarked
package io.calotype.http.delivery;

import org.jspecify.annotations.NullMarked;

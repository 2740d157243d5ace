/// The pace of background work: requests come first (ADR-0014).
///
/// Start reading at [io.calotype.maintenance.pace.BackgroundThrottle]. Periodic work rests longer
/// than it works, and every work waits while requests queue for a renderer. Once the throttle is
/// closed, each paced work ends at its next step.
///
/// Threads: any thread may use a throttle, and one thread each
/// [io.calotype.maintenance.pace.Pacer]. Both sleep.
///
/// Knows nothing of the work that it paces.
@NullMarked
package io.calotype.maintenance.pace;

import org.jspecify.annotations.NullMarked;

/// Metrics and log events for operators.
///
/// Start reading at [io.calotype.telemetry.Telemetry]: a counter or timer is a method of it, and a
/// gauge is registered by its owner. `metrics.properties` has their descriptions. No event and no
/// metric ever contains a secret.
///
/// Threads: any thread may call any method; none blocks.
///
/// Depends on no other package of Calotype; any package may depend on it.
@NullMarked
package io.calotype.telemetry;

import org.jspecify.annotations.NullMarked;

/// Metrics and log events for operators.
///
/// Start reading at [io.calotype.telemetry.Telemetry], the registry. It names only the metrics of
/// the process. Each feature owns its metrics, in a class whose name ends with `Meters` or
/// `Gauges`. A name stands in one source file only. `metrics.properties` has the descriptions. No
/// event and no metric ever contains a secret.
///
/// Threads: any thread may call any method. Reading the metrics evaluates the gauges, which may
/// block; nothing else blocks.
///
/// Depends on no other package of Calotype; any package may depend on it.
@NullMarked
package io.calotype.telemetry;

import org.jspecify.annotations.NullMarked;

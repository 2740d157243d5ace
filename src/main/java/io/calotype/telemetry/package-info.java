/// What the program tells its operators: metrics and log events.
///
/// Start reading at [io.calotype.telemetry.Telemetry]. No event and no metric ever carries a
/// secret.
///
/// Threads: every method may be called from any thread and does not block.
///
/// Depends on nothing of ours, and anything may depend on it.
@NullMarked
package io.calotype.telemetry;

import org.jspecify.annotations.NullMarked;

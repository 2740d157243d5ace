/// The route table, and the resolution of request targets against it.
///
/// Start reading at [io.calotype.http.routing.Route]. A route exists if and only if it is in that
/// table.
///
/// Threads: any. Nothing blocks. Pure: knows neither Vert.x nor handlers.
@NullMarked
package io.calotype.http.routing;

import org.jspecify.annotations.NullMarked;

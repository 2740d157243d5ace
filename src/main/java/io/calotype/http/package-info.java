/// HTTP: routes, one handler for each use case, and the pure decisions behind an answer.
///
/// Start reading at [io.calotype.http.Routes]. On every route the gate decides before any cache
/// look-up. Pure functions of values decide the status, range and format of an answer:
/// [io.calotype.http.semantics.Preconditions], [io.calotype.http.semantics.Ranges],
/// [io.calotype.http.semantics.Negotiation].
///
/// Threads: handlers begin on an event loop and read memory only. Blocking work runs on a virtual
/// thread and returns to the loop to answer.
///
/// The only package that depends on Vert.x. Does not know how anything is stored or rendered.
@NullMarked
package io.calotype.http;

import org.jspecify.annotations.NullMarked;

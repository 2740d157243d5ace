/// HTTP: routes, one handler for each use case, and the pure decisions behind an answer.
///
/// Start reading at [io.calotype.http.Routes]. The gate is asked before any cache is looked at, on
/// every route; and what an answer says about itself ([io.calotype.http.Preconditions],
/// [io.calotype.http.Ranges], [io.calotype.http.Negotiation]) is decided by pure functions of
/// values.
///
/// Threads: handlers begin on an event loop and look into memory only; whatever may block runs on a
/// virtual thread and comes back to the loop to answer.
///
/// The only package that sees Vert.x. It does not know how anything is stored or rendered.
@NullMarked
package io.calotype.http;

import org.jspecify.annotations.NullMarked;

/// Decisions of HTTP as pure functions: preconditions, ranges, negotiation, cache policy (RFC 9110,
/// RFC 9111).
///
/// Start reading at [io.calotype.http.semantics.Preconditions]. A decision depends on its arguments
/// only, and the clock is one of them.
///
/// Threads: any. Nothing blocks. Depends on no other room of `http`, and not on Vert.x.
@NullMarked
package io.calotype.http.semantics;

import org.jspecify.annotations.NullMarked;

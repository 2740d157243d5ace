/// Explanations of the answer to a URL.
///
/// Start reading at [io.calotype.http.explain.Explainer]. An explanation is made by the decisions
/// that make the answer: grammar, size rule, format, cache policy, gate.
///
/// Threads: any. Looks at the disk, and blocks. Renders nothing and counts as no use.
///
/// Depends on `dialect`, `routing` and `semantics`, and not on Vert.x.
@NullMarked
package io.calotype.http.explain;

import org.jspecify.annotations.NullMarked;

/// Problem documents (RFC 9457): the types of problems, their statuses and their texts.
///
/// Start reading at [io.calotype.http.problem.Problems]. This class alone translates failures to
/// statuses. No text repeats a message of other software.
///
/// Threads: any. Nothing blocks.
///
/// Depends on `failure` and `http.semantics`. Knows nothing of requests or of connections.
@NullMarked
package io.calotype.http.problem;

import org.jspecify.annotations.NullMarked;

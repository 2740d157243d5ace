/// The resources of the JSON API: one handler for each use case, and the JSON of its answers.
///
/// Start reading at [io.calotype.http.api.MediaHandler].
///
/// Threads: handlers begin on the event loop and offload work that blocks. Depends on `delivery`,
/// `dialect`, `exchange` and `semantics`.
@NullMarked
package io.calotype.http.api;

import org.jspecify.annotations.NullMarked;

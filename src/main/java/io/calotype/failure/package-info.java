/// The closed list of request failures that are reported to clients.
///
/// Start reading at [io.calotype.failure.Failure]. Any other exception is a bug.
///
/// Depends on `media` only. Contains no terms of HTTP and no messages of libraries.
@NullMarked
package io.calotype.failure;

import org.jspecify.annotations.NullMarked;

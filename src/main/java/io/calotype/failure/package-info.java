/// The closed list of ways in which a request can fail that a client is told about.
///
/// Start reading at [io.calotype.failure.Failure]. Anything else that is thrown is a bug.
///
/// Depends on `media` only. There is no word of HTTP and no library's message here.
@NullMarked
package io.calotype.failure;

import org.jspecify.annotations.NullMarked;

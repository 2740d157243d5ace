/// Reading and writing JSON (RFC 8259).
///
/// Start reading at [io.calotype.json.JsonValue]. Readers that hold a text to a schema, and bodies
/// that are too large for memory, take tokens from [io.calotype.json.JsonInput] instead.
///
/// Reading never fails for a member that is absent or of another type.
///
/// Threads: any thread may call any method; none blocks.
///
/// Depends on no other package of Calotype.
@NullMarked
package io.calotype.json;

import org.jspecify.annotations.NullMarked;

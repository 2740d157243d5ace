/// The grammar of delivery URLs: from a path and its query to a rendition.
///
/// Start reading at [io.calotype.http.dialect.CalotypeDialect].
///
/// Threads: any. Nothing blocks. Depends on `exchange` for query parameters.
@NullMarked
package io.calotype.http.dialect;

import org.jspecify.annotations.NullMarked;

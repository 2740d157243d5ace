/// The grammar of delivery URLs: from a path and its query to a rendition.
///
/// Start reading at [io.calotype.http.dialect.UrlDialect]. The size rule is
/// [io.calotype.http.dialect.SizeSteps]: which sizes need no signature.
///
/// Threads: any. Nothing blocks. Depends on `routing` only, and not on Vert.x.
@NullMarked
package io.calotype.http.dialect;

import org.jspecify.annotations.NullMarked;

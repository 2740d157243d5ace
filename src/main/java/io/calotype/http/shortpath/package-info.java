/// Repeated requests for renditions in memory, answered before Vert.x decodes them (ADR-0055).
///
/// Start reading at [io.calotype.http.shortpath.ShortPath]. A known answer was given once by
/// `delivery` to the same request, byte for byte in every line that has an effect. Each use looks
/// up the current record and the bytes again. A request with one unknown byte takes the usual path.
///
/// Threads: the event loop of the connection. Depends on `exchange`, `connection`, the catalog in
/// memory and the renditions. Knows neither the grammar of URLs nor the rules of access.
@NullMarked
package io.calotype.http.shortpath;

import org.jspecify.annotations.NullMarked;

/// Resolves a media and a spec to rendition bytes: memory cache, disk cache, one shared render.
///
/// Start reading at [io.calotype.rendition.Renditions]. Concurrent requests for one uncached
/// rendition cause one render. A failing cache never fails a request that can be rendered.
///
/// Threads: `recent` reads memory only; everything else may block on the disk or a renderer.
///
/// Depends on `imaging`, `originals`, `catalog` and `cache`. Knows nothing about clients or
/// protocols.
@NullMarked
package io.calotype.rendition;

import org.jspecify.annotations.NullMarked;

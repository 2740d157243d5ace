/// The way from a media and a spec to the bytes of a rendition: memory, disk, one shared render.
///
/// Start reading at [io.calotype.rendition.Renditions]. However many ask for one rendition that is
/// in no cache, it is rendered once; and a failing cache never fails a request that can be
/// rendered.
///
/// Threads: `recent` looks into memory only; everything else may block on the disk or a renderer.
///
/// Depends on `imaging`, `originals`, `catalog` and `cache`. It does not know who asks, or over
/// what.
@NullMarked
package io.calotype.rendition;

import org.jspecify.annotations.NullMarked;

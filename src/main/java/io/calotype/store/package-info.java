/// The life of a media at rest: its record, its blobs and its renditions change under one set of
/// rules.
///
/// Start reading at [io.calotype.store.MediaStore]. A blob is durable before the record that names
/// it, and a removal is noted before the record goes. Decisions on existence ask the catalog, never
/// a cache.
///
/// Threads: any thread may call any method. Methods block on disk I/O and on the catalog.
///
/// Depends on `catalog`, `originals`, `cache` and `cluster`. Knows nothing about uploads, renderers
/// or HTTP.
@NullMarked
package io.calotype.store;

import org.jspecify.annotations.NullMarked;

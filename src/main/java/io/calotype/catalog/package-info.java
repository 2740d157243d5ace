/// The records of all media: small values by id, listed in the order of their creation, without
/// image data.
///
/// Start reading at [io.calotype.catalog.Catalog]. A record is durable once `add` has returned: it
/// survives a power loss.
///
/// Threads: any thread may call any method. Methods may block on the store, except
/// [io.calotype.catalog.CachingCatalog#recent], which reads memory only.
///
/// Depends on `media`, `failure` and `telemetry`. Knows nothing about the location of originals or
/// renditions.
@NullMarked
package io.calotype.catalog;

import org.jspecify.annotations.NullMarked;

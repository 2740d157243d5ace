/// The records of all media: small values by id, listed in the order of their creation, never a
/// picture's bytes.
///
/// Start reading at [io.calotype.catalog.Catalog]. What `add` has returned survives a power loss.
///
/// Threads: every method may be called from any thread and may block on the store, except
/// [io.calotype.catalog.CachingCatalog#recent], which looks into memory only.
///
/// Depends on `media`, `failure` and `telemetry`. It does not know where originals or renditions
/// are.
@NullMarked
package io.calotype.catalog;

import org.jspecify.annotations.NullMarked;

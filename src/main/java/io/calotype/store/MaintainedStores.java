package io.calotype.store;

import io.calotype.catalog.Catalog;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staging;

/// The stores that maintenance works on.
///
/// @param catalog records
/// @param locks held by every change of one media
/// @param originals originals and masters
/// @param staging temporary files
/// @param renditions the caches
public record MaintainedStores(
    Catalog catalog,
    MediaLocks locks,
    OriginalStore originals,
    Staging staging,
    RenditionCache renditions) {}

package io.calotype.maintenance;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.MediaLocks;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staging;
import io.calotype.rendition.RenditionCache;

/// All that is kept in order.
///
/// @param catalog records
/// @param locks whatever changes one media takes its lock
/// @param originals originals and masters
/// @param staging temporary files
/// @param renditions the caches
public record MaintainedStores(
    Catalog catalog,
    MediaLocks locks,
    OriginalStore originals,
    Staging staging,
    RenditionCache renditions) {}

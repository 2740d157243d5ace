package io.calotype.upkeep;

import io.calotype.catalog.Catalog;
import io.calotype.catalog.MediaLocks;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staging;
import io.calotype.rendition.Tiers;

/// All that is kept in order.
///
/// @param catalog records
/// @param locks whatever changes one media takes its lock
/// @param originals originals and masters
/// @param staging temporary files
/// @param renditions the caches
public record Stores(
    Catalog catalog,
    MediaLocks locks,
    OriginalStore originals,
    Staging staging,
    Tiers renditions) {}

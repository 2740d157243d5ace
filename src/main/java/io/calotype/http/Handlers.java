package io.calotype.http;

/// All use cases that have a route.
///
/// @param wanted reads delivery URLs
/// @param images delivers renditions
/// @param originals delivers originals
/// @param media answers for records
/// @param uploads takes uploads
/// @param caches clears what can be made again
/// @param upkeep has chores done
/// @param operations answers for the program itself
record Handlers(
    WantedParser wanted,
    ImageDelivery images,
    OriginalDelivery originals,
    MediaHandler media,
    UploadHandler uploads,
    CacheHandler caches,
    UpkeepHandler upkeep,
    Operations operations) {}

package io.calotype.http;

/// All use cases that have a route.
///
/// @param wanted reads delivery URLs
/// @param images delivers renditions
/// @param originals delivers originals
/// @param media answers for records
/// @param lists lists records
/// @param uploads takes uploads
/// @param caches clears what can be made again
/// @param upkeep has chores done
/// @param usage counts what there is
/// @param warm makes renditions before anybody asks for them
/// @param explain says what a URL is answered with, and why
/// @param access answers for credentials
/// @param operations answers for the program itself
record Handlers(
    RenditionUrlParser wanted,
    ImageDelivery images,
    OriginalDelivery originals,
    MediaHandler media,
    ListHandler lists,
    UploadHandler uploads,
    CacheHandler caches,
    MaintenanceHandler upkeep,
    UsageHandler usage,
    WarmHandler warm,
    ExplainHandler explain,
    AccessHandler access,
    HealthHandler operations) {}

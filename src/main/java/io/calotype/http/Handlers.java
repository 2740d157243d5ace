package io.calotype.http;

/// The handlers of all routes.
///
/// @param wanted parses delivery URLs
/// @param images delivers renditions
/// @param originals delivers originals
/// @param media serves records
/// @param lists lists records
/// @param uploads receives uploads
/// @param caches clears caches
/// @param upkeep runs maintenance tasks
/// @param usage reports the number and size of originals and renditions
/// @param warm renders ahead of requests
/// @param explain explains the answer to a URL
/// @param access serves the caller's credentials and issues tokens
/// @param operations serves health, metrics and statistics
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

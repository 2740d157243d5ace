package io.calotype.http;

import io.calotype.http.api.AccessHandler;
import io.calotype.http.api.CacheHandler;
import io.calotype.http.api.ExplainHandler;
import io.calotype.http.api.HealthHandler;
import io.calotype.http.api.ListHandler;
import io.calotype.http.api.MaintenanceHandler;
import io.calotype.http.api.MediaHandler;
import io.calotype.http.api.UploadHandler;
import io.calotype.http.api.UsageHandler;
import io.calotype.http.api.WarmHandler;
import io.calotype.http.delivery.ImageDelivery;
import io.calotype.http.delivery.OriginalDelivery;
import io.calotype.http.dialect.UrlDialect;

/// The handlers of all routes.
///
/// @param dialect the grammar of delivery URLs
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
public record Handlers(
    UrlDialect dialect,
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

package io.calotype.http;

import io.calotype.access.PublicOriginals;
import io.calotype.http.api.AccessHandler;
import io.calotype.http.api.CacheHandler;
import io.calotype.http.api.ExplainHandler;
import io.calotype.http.api.HealthHandler;
import io.calotype.http.api.ListHandler;
import io.calotype.http.api.MaintenanceHandler;
import io.calotype.http.api.MediaHandler;
import io.calotype.http.api.MediaJson;
import io.calotype.http.api.RecordConditions;
import io.calotype.http.api.TroubledMedia;
import io.calotype.http.api.UploadHandler;
import io.calotype.http.api.UsageHandler;
import io.calotype.http.api.WarmHandler;
import io.calotype.http.delivery.ImageDelivery;
import io.calotype.http.delivery.OriginalDelivery;
import io.calotype.http.delivery.RepresentationWriter;
import io.calotype.http.dialect.CalotypeDialect;
import io.calotype.http.dialect.UrlDialect;
import io.calotype.http.exchange.Links;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.explain.Explainer;
import io.calotype.maintenance.GroupRemoval;
import io.calotype.warming.Warming;
import java.time.Clock;

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
record Handlers(
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
    HealthHandler operations) {

  /// Creates all handlers from the collaborators of a server.
  static Handlers of(Services services, Clock clock) {
    Services.Library library = services.library();
    Services.Work work = services.work();
    Services.Site site = services.site();
    PublicOriginals open = services.clientPolicy().publicOriginals();
    RepresentationWriter writer = new RepresentationWriter(clock);
    Links links = new Links(site.publicUrl(), site.signatures(), open, clock);
    MediaLookup records =
        new MediaLookup(library.catalog(), work.lifting(), site.visibility(), clock);
    MediaJson json = new MediaJson(links, work.failures(), library.damages());
    TroubledMedia troubled =
        new TroubledMedia(library.catalog(), work.failures(), library.damages());
    RecordConditions conditions = new RecordConditions(library.catalog(), json);
    UrlDialect dialect = new CalotypeDialect(site.presets(), site.steps());
    return new Handlers(
        dialect,
        new ImageDelivery(
            dialect, library.catalog(), records, work.renditions(), work.upgrades(), writer),
        new OriginalDelivery(
            library.catalog(), library.blobs(), library.damages(), records, open, writer),
        new MediaHandler(
            new MediaHandler.Operations(
                work.renditions(),
                work.maker(),
                work.store(),
                new GroupRemoval(library.catalog(), work.store())),
            records,
            json,
            conditions),
        new ListHandler(library.catalog(), troubled, json, clock),
        new UploadHandler(
            work.uploads(), library.staging(), json, conditions, site.limits(), clock),
        new CacheHandler(work.clearing()),
        new MaintenanceHandler(work.upkeep()),
        new UsageHandler(work.census()),
        new WarmHandler(new Warming(library.catalog(), work.renditions(), clock), site.presets()),
        new ExplainHandler(explainer(services, dialect, clock)),
        new AccessHandler(library.catalog(), site.signatures(), clock),
        new HealthHandler(
            library.catalog(),
            library.blobs(),
            work.engine(),
            work.census(),
            services.telemetry()));
  }

  private static Explainer explainer(Services services, UrlDialect dialect, Clock clock) {
    Services.Library library = services.library();
    Services.Work work = services.work();
    Services.Site site = services.site();
    return new Explainer(
        new Explainer.Stores(library.catalog(), library.blobs(), work.failures()),
        new Explainer.Rendering(work.renditions(), work.upgrades(), site.presets()),
        site.publicUrl(),
        dialect,
        new Explainer.Access(
            services.clientPolicy().authenticator(), services.clientPolicy().publicOriginals()),
        clock);
  }
}

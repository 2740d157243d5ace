package io.calotype.app;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.app.config.Config;
import io.calotype.http.CalotypeServer;
import io.calotype.http.Handlers;
import io.calotype.http.api.AccessHandler;
import io.calotype.http.api.CacheHandler;
import io.calotype.http.api.CachedRenditions;
import io.calotype.http.api.ChangeHandler;
import io.calotype.http.api.DeletionHandler;
import io.calotype.http.api.ExplainHandler;
import io.calotype.http.api.HealthHandler;
import io.calotype.http.api.ListHandler;
import io.calotype.http.api.MaintenanceHandler;
import io.calotype.http.api.MediaHandler;
import io.calotype.http.api.MediaJson;
import io.calotype.http.api.MoveHandler;
import io.calotype.http.api.RecordConditions;
import io.calotype.http.api.StatsHandler;
import io.calotype.http.api.TroubledMedia;
import io.calotype.http.api.UsageHandler;
import io.calotype.http.api.WarmHandler;
import io.calotype.http.connection.ConnectionLimit;
import io.calotype.http.contract.ContractHandler;
import io.calotype.http.delivery.ImageDelivery;
import io.calotype.http.delivery.OriginalDelivery;
import io.calotype.http.delivery.Redirects;
import io.calotype.http.delivery.RepresentationWriter;
import io.calotype.http.delivery.ServerTiming;
import io.calotype.http.dialect.CalotypeDialect;
import io.calotype.http.dialect.CdnAddress;
import io.calotype.http.dialect.RedirectPolicy;
import io.calotype.http.dialect.UrlDialect;
import io.calotype.http.events.EventHandler;
import io.calotype.http.exchange.ClientPolicy;
import io.calotype.http.exchange.Cors;
import io.calotype.http.exchange.KeylessPolicy;
import io.calotype.http.exchange.Links;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.explain.Explainer;
import io.calotype.http.gallery.GalleryFiles;
import io.calotype.http.gallery.GalleryHandler;
import io.calotype.http.shortpath.ShortPaths;
import io.calotype.http.statistics.Statistics;
import io.calotype.http.statistics.StatisticsReports;
import io.calotype.http.upload.DirectUploadHandler;
import io.calotype.http.upload.ResumableHandler;
import io.calotype.http.upload.StoredUploads;
import io.calotype.http.upload.TicketHandler;
import io.calotype.http.upload.UploadHandler;
import io.calotype.http.upload.UploadTerms;
import io.calotype.legacy.ImportingUploads;
import io.calotype.legacy.LegacyImport;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.DataPlaces;
import io.calotype.maintenance.GroupRemoval;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.MaintenanceTasks;
import io.calotype.maintenance.RemoteClears;
import io.calotype.maintenance.usage.UsageScan;
import io.calotype.maintenance.verification.RemoteDamages;
import io.calotype.maintenance.verification.Scrub;
import io.calotype.maintenance.verification.ScrubShare;
import io.calotype.maintenance.verification.Verification;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.ClusterWork;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.rendition.RequestCounts;
import io.calotype.rendition.UpgradeWork;
import io.calotype.store.RemoteRemovals;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.DirectUploads;
import io.calotype.upload.Incoming;
import io.calotype.upload.Ingestion;
import io.calotype.upload.MasterRepairer;
import io.calotype.upload.Masters;
import io.calotype.upload.TicketedUploads;
import io.calotype.upload.UploadPolicy;
import io.calotype.upload.Uploads;
import io.calotype.warming.Warming;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every component of a server, in dependency order.
///
/// The superclasses have the first parts of the list: decoders, caches and disks, then stores. Each
/// field is one component, and its initializer names its collaborators. The compiler rejects a
/// component above one of its collaborators. Components that must be closed are registered in the
/// order in which they are created, and closed in reverse.
final class ObjectGraph extends StoreGraph {
  // Renditions
  private final ClusterWork cluster =
      new ClusterWork(coordination.work(), renditionCache.shared().shared(), telemetry);
  private final FailureBackoff failures = new FailureBackoff(cluster, telemetry, clock);
  private final RenditionMaker maker = new RenditionMaker(decoders, blobs, damages);
  private final Renditions renditions =
      new Renditions(renditionCache, maker, store, failures, cluster, telemetry);
  private final RequestCounts requestCounts =
      closer.register(new RequestCounts(coordination.counts()));
  private final UpgradeWork upgradeWork =
      closer.register(
          UpgradeWork.of(
              cluster, coordination.queues(), catalog, renditions, engine::crowded, telemetry));
  private final AvifUpgrades upgrades = new AvifUpgrades(renditions, requestCounts, upgradeWork);
  private final Warming warming = new Warming(catalog, renditions, recordClock);

  // Uploads
  private final UploadPolicy uploadPolicy =
      new UploadPolicy(
          config.uploads().maxPixels(),
          config.delivery().pregenerated(),
          config.uploads().defaultVisibility());
  private final DecodeStep decodeStep =
      new DecodeStep(uploadPolicy, engine, new Masters(decoders, staging), failures, telemetry);
  private final Ingestion ingestion =
      new Ingestion(decodeStep, store, renditionCache.shared(), telemetry);
  private final MasterRepairer repairer = new MasterRepairer(decodeStep, store, blobs);
  private final LegacyImport legacyImport =
      new LegacyImport(
          catalog,
          new LegacyImport.Source(records.old(), staging, config.uploads().limits(), uploadPolicy),
          ingestion,
          telemetry,
          recordClock);
  private final Uploads uploads =
      new Uploads(uploadPolicy, ingestion, repairer, store, recordClock);

  // Maintenance
  private final Maintenance.Schedule schedule = config.storage().maintenance();
  private final UsageScan usage =
      new UsageScan(
          new UsageScan.Subject(catalog, renditionCache, presetNames),
          throttle,
          schedule.every(),
          telemetry,
          clock);
  private final CachePurge purge = new CachePurge(stores, invalidations, clock, throttle);
  private final Verification verification =
      new Verification(catalog, blobs, renditionCache, repairer, damages, telemetry);
  private final Scrub scrub =
      new Scrub(
          catalog,
          verification,
          new ScrubShare(coordination.nodes(), invalidations, clock),
          folder.scrubbed(),
          schedule.scrubRate(),
          telemetry);
  private final Maintenance maintenance =
      new Maintenance(
          new MaintenanceTasks(stores, purge, schedule, coordination.leases(), clock, telemetry),
          verification,
          scrub,
          schedule.every(),
          throttle,
          telemetry);

  // Access
  private final PublicOriginals publicOriginals = config.access().publicOriginals();
  private final Signatures signatures = new Signatures(config.access().signingKeys());
  private final Authenticator authenticator =
      new Authenticator(
          config.access().apiKeys(),
          config.access().tokens(),
          signatures,
          records.tickets()::find,
          recordClock);
  // HTTP
  private final UrlDialect dialect =
      new CalotypeDialect(config.delivery().presets(), config.delivery().steps());
  private final Cors cors = new Cors(config.listening().corsOrigins());
  private final ClientPolicy clientPolicy =
      new ClientPolicy(
          new ClientPolicy.Access(authenticator, publicOriginals, dialect),
          new ClientPolicy.Limits(
              new RateLimit(config.access().rates(), System::nanoTime),
              new Incoming(config.uploads().maxIncomingBytes()),
              config.listening().proxies()),
          cors,
          new KeylessPolicy(authenticator.keyless(), cors, config.listening().publicUrl()));
  private final ConnectionLimit connections =
      new ConnectionLimit(
          FileDescriptors.connections(config.listening().maxConnections()), telemetry);
  private final Links links =
      new Links(
          config.listening().publicUrl(),
          config.cdn().url(),
          config.delivery().redirection().on(),
          signatures,
          publicOriginals,
          recordClock);
  private final MediaJson json = new MediaJson(links, failures, damages);
  private final RecordConditions conditions = new RecordConditions(catalog, json);
  private final MediaLookup lookup =
      new MediaLookup(catalog, legacyImport, config.uploads().defaultVisibility(), recordClock);
  private final RedirectPolicy redirectPolicy =
      new RedirectPolicy(
          config.delivery().redirection().on(),
          config.delivery().redirection().fromBytes(),
          CdnAddress.of(config.cdn().url()).orElse(null));
  private final Redirects redirects =
      new Redirects(
          redirectPolicy,
          new Redirects.Stores(originals.links(), renditionCache.shared()),
          publicOriginals,
          telemetry,
          recordClock);
  private final RepresentationWriter writer =
      new RepresentationWriter(
          catalog,
          redirects,
          ServerTiming.of(coordination.nodes()),
          config.cdn().sharedCaches(),
          recordClock);
  private final Explainer explainer =
      new Explainer(
          new Explainer.Stores(catalog, blobs, originals.links(), failures),
          new Explainer.Rendering(renditions, upgrades, config.delivery().presets()),
          new Explainer.FrontEnd(
              config.listening().publicUrl(), config.cdn().sharedCaches(), redirectPolicy),
          dialect,
          new Explainer.Access(authenticator, publicOriginals),
          recordClock);
  private final UploadTerms uploadTerms =
      new UploadTerms(
          new TicketedUploads(records.tickets(), store, recordClock), config.uploads().limits());
  private final StoredUploads storedUploads =
      new StoredUploads(
          new ImportingUploads(legacyImport, uploads), uploadTerms, json, recordClock);
  private final DirectUploads directUploads =
      new DirectUploads(originals.direct(), staging, store, config.uploads().limits(), recordClock);
  private final Handlers.Delivery delivery =
      new Handlers.Delivery(
          new ImageDelivery(dialect, catalog, lookup, renditions, upgrades, writer),
          new OriginalDelivery(catalog, blobs, damages, lookup, publicOriginals, writer),
          new ShortPaths(catalog, renditions, !authenticator.keyless(), telemetry));
  private final EventHandler events =
      new EventHandler(
          closer.register(records.feed()),
          config.listening().maxConnections(),
          telemetry,
          recordClock);
  private final Handlers.Media media =
      new Handlers.Media(
          new MediaHandler(
              renditions,
              maker,
              lookup,
              json,
              new CachedRenditions(renditionCache, presetNames, links)),
          new ChangeHandler(store, lookup, json, conditions, recordClock),
          new DeletionHandler(store, new GroupRemoval(catalog, store), lookup, conditions),
          events,
          new ListHandler(
              catalog, new TroubledMedia(catalog, failures, damages), json, recordClock));
  private final Handlers.Uploads uploadHandlers =
      new Handlers.Uploads(
          new UploadHandler(storedUploads, uploadTerms, staging, conditions),
          new DirectUploadHandler(directUploads, uploadTerms, storedUploads, lookup, links),
          new ResumableHandler(temporary.resumable(), uploadTerms, storedUploads, links),
          new TicketHandler(records.tickets(), config.uploads().limits(), recordClock));
  private final DataPlaces places =
      new DataPlaces(
          coordination.nodes(),
          OpenedOriginals.places(config.storage().originals()),
          renditionCache.shared().shared());
  private final Handlers.Administration administration =
      new Handlers.Administration(
          new CacheHandler(purge, places),
          new MaintenanceHandler(maintenance, places),
          new UsageHandler(usage, places),
          new WarmHandler(warming, config.delivery().presets()),
          new ExplainHandler(explainer),
          new MoveHandler(relocation, config.storage().originals().target()));
  private final Statistics statistics = new Statistics(telemetry, usage, coordination.nodes());
  private final StatisticsReports statisticsReports =
      closer.register(new StatisticsReports(statistics, coordination.nodes()));
  private final Handlers handlers =
      new Handlers(
          delivery,
          media,
          uploadHandlers,
          administration,
          new AccessHandler(catalog, signatures, recordClock),
          new Handlers.Operations(
              new HealthHandler(catalog, blobs, engine, telemetry), new StatsHandler(statistics)),
          new Handlers.Pages(
              new GalleryHandler(GalleryFiles.ofJar(), elsewhere(config, originals)),
              new ContractHandler(config.listening().publicUrl())));
  private final CalotypeServer server =
      closer.register(
          new CalotypeServer(
              handlers,
              clientPolicy,
              connections,
              config.delivery().fallback(),
              telemetry,
              recordClock));

  /// Creates and connects the components. None listens or runs in the background yet.
  ///
  /// Errors: an `IOException` whose message names in one line the resource that cannot be used.
  ObjectGraph(Config config, Adapters adapters, Closer closer) throws IOException {
    super(config, adapters, closer);
    invalidations.subscribe(catalog);
    invalidations.subscribe(closer.register(new RemoteRemovals(store)));
    invalidations.subscribe(closer.register(new RemoteClears(purge)));
    invalidations.subscribe(closer.register(new RemoteDamages(verification, throttle)));
    DamageUpdates damageUpdates = new DamageUpdates(damages);
    invalidations.subscribe(damageUpdates);
    store.subscribe(damageUpdates);
    store.subscribe(new CdnUpdates(purges));
  }

  /// Listens, and starts the work in the background. Returns the port.
  ///
  /// Errors: an `IOException` with the reason in one line.
  int begin() throws IOException {
    Thread.startVirtualThread(space::begin); // writing the reserve takes longer than the start
    measure();
    requestCounts.begin();
    upgradeWork.begin();
    statisticsReports.begin();
    int port = server.listen(config.listening().main(), config.listening().admin());
    closer.register(usage.begin());
    closer.register(maintenance.begin());
    closer.register(throttle); // closed before the server, which waits for active work
    closer.register(events);
    return port;
  }

  /// The addresses to which deliveries may redirect a browser.
  private static List<URI> elsewhere(Config config, OpenedOriginals originals) {
    Optional<URI> cdn = CdnAddress.of(config.cdn().url()).map(CdnAddress::base);
    return Stream.of(cdn, originals.links().address()).flatMap(Optional::stream).toList();
  }
}

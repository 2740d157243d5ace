package io.calotype.app;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.app.config.Config;
import io.calotype.catalog.CachingCatalog;
import io.calotype.cdn.CdnPurges;
import io.calotype.cluster.Invalidations;
import io.calotype.cluster.SoleServer;
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
import io.calotype.http.statistics.Statistics;
import io.calotype.http.statistics.StatisticsReports;
import io.calotype.http.upload.DirectUploadHandler;
import io.calotype.http.upload.ResumableHandler;
import io.calotype.http.upload.StoredUploads;
import io.calotype.http.upload.UploadHandler;
import io.calotype.legacy.ImportingUploads;
import io.calotype.legacy.LegacyImport;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.DataPlaces;
import io.calotype.maintenance.GroupRemoval;
import io.calotype.maintenance.MaintainedStores;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.MaintenanceTasks;
import io.calotype.maintenance.RemoteClears;
import io.calotype.maintenance.RemoteDamages;
import io.calotype.maintenance.Scrub;
import io.calotype.maintenance.ScrubShare;
import io.calotype.maintenance.UsageScan;
import io.calotype.maintenance.Verification;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamageFile;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.Staging;
import io.calotype.relocation.Relocation;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.ClusterWork;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.rendition.RequestCounts;
import io.calotype.rendition.UpgradeWork;
import io.calotype.store.DataSetGuard;
import io.calotype.store.MediaStore;
import io.calotype.store.RemoteRemovals;
import io.calotype.store.RenditionLimit;
import io.calotype.upload.DecodeStep;
import io.calotype.upload.DirectUploads;
import io.calotype.upload.Incoming;
import io.calotype.upload.Ingestion;
import io.calotype.upload.MasterRepairer;
import io.calotype.upload.Masters;
import io.calotype.upload.UploadPolicy;
import io.calotype.upload.Uploads;
import io.calotype.warming.Warming;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every component of a server, in dependency order.
///
/// The superclass has the first part of the list: decoders, caches and disks. Each field is one
/// component, and its initializer names its collaborators. The compiler rejects a component above
/// one of its collaborators. Components that must be closed are registered in the order in which
/// they are created, and closed in reverse.
final class ObjectGraph extends MachineGraph {
  // Stores
  private final OpenedOriginals originals =
      OpenedOriginals.open(config.storage(), bucket, folder, localDisk);
  private final BlobStore blobs = originals.blobs();
  private final Coordination coordination =
      Coordination.open(config.storage(), folder, localDisk, closer);
  private final Invalidations invalidations = coordination.invalidations();
  private final OpenedCatalog records =
      adapters.catalog().open(config, folder, space, invalidations, telemetry, clock);
  private final CachingCatalog catalog = closer.register(records.catalog());
  private final Clock recordClock = records.clock();
  private final DataSetGuard guard =
      closer.register(DataSetGuard.claim(originals.claim(), catalog, blobs));
  private final SoleServer sole =
      Coordination.sole(config.storage(), originals.claim().identity(), closer);
  private final Staging staging = new Staging(folder.incoming(), files, space, disk);
  private final DamagedOriginals damages =
      new DamagedOriginals(new DamageFile(folder.damaged(), disk), telemetry);
  private final RenditionLimit renditionLimit =
      new RenditionLimit(config.storage().cache().maxRenditionsPerMedia(), presetNames);
  private final MediaStore store =
      new MediaStore(
          catalog, blobs, renditionCache, renditionLimit, coordination.removals(), invalidations);
  private final CdnPurges purges =
      closer.register(CdnPurges.start(config.cdn().purged(), coordination.queues(), telemetry));
  private final MaintainedStores.Temporary temporary =
      OpenedUploads.open(config, folder, localDisk, staging, coordination.nodes(), telemetry);
  private final MaintainedStores stores =
      new MaintainedStores(
          catalog, store, blobs, temporary, renditionCache, renditionLimit, guard, recordClock);

  private final @Nullable Relocation relocation = relocation(originals.move());

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
  private final Verification verification = new Verification(stores, repairer, damages, telemetry);
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
          config.access().apiKeys(), config.access().tokens(), signatures, recordClock);
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
  private final StoredUploads storedUploads =
      new StoredUploads(new ImportingUploads(legacyImport, uploads), json, recordClock);
  private final DirectUploads directUploads =
      new DirectUploads(originals.direct(), staging, store, config.uploads().limits(), recordClock);
  private final Handlers.Delivery delivery =
      new Handlers.Delivery(
          new ImageDelivery(dialect, catalog, lookup, renditions, upgrades, writer),
          new OriginalDelivery(catalog, blobs, damages, lookup, publicOriginals, writer));
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
              catalog, new TroubledMedia(catalog, failures, damages), json, recordClock),
          new UploadHandler(storedUploads, staging, conditions, config.uploads().limits()),
          new DirectUploadHandler(directUploads, storedUploads, lookup, links),
          new ResumableHandler(temporary.resumable(), storedUploads, links));
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
  private final List<URI> elsewhere =
      Stream.of(
              CdnAddress.of(config.cdn().url()).map(CdnAddress::base), originals.links().address())
          .flatMap(Optional::stream)
          .toList();
  private final Handlers handlers =
      new Handlers(
          delivery,
          media,
          administration,
          new AccessHandler(catalog, signatures, recordClock),
          new Handlers.Operations(
              new HealthHandler(catalog, blobs, engine, telemetry), new StatsHandler(statistics)),
          new Handlers.Pages(
              new GalleryHandler(GalleryFiles.ofJar(), elsewhere),
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
    invalidations.subscribe(closer.register(new RemoteDamages(maintenance)));
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

  /// Returns the reason in one line why this server must end: another one has taken its data folder
  /// or its data set. Null while it may go on.
  @Nullable String lost() {
    if (!folder.held()) {
      return "the lock of the data folder was replaced, and another Calotype uses the folder";
    }
    String refusal = guard.refusal();
    return refusal == null ? sole.refusal() : refusal;
  }

  private @Nullable Relocation relocation(OpenedOriginals.@Nullable Move move) throws IOException {
    if (move == null) {
      return null;
    }
    move.begin().record();
    return closer.register(
        new Relocation(move.blobs(), catalog, store, staging, clock, move.completion()));
  }
}

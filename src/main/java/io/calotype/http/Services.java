package io.calotype.http;

import io.calotype.access.Signatures;
import io.calotype.catalog.CachingCatalog;
import io.calotype.imaging.ImageEngine;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.Removal;
import io.calotype.maintenance.UsageScan;
import io.calotype.media.Preset;
import io.calotype.media.SizeSteps;
import io.calotype.media.Visibility;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.OriginalStore;
import io.calotype.originals.Staging;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.LegacyImport;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.Uploads;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that requests are answered by.
///
/// @param library where media are
/// @param work what is done with them
/// @param clientPolicy how strangers are met
/// @param telemetry what is counted
/// @param site what clients are told of this installation
/// @param fallback the body of errors on delivery routes; null leaves them problem documents
public record Services(
    Library library,
    Work work,
    ClientPolicy clientPolicy,
    Telemetry telemetry,
    Site site,
    @Nullable Fallback fallback) {

  /// Where media are.
  ///
  /// @param catalog their records
  /// @param originals their bytes
  /// @param damages which of them are known to be lost or damaged
  /// @param staging where new bytes arrive
  public record Library(
      CachingCatalog catalog, OriginalStore originals, DamagedOriginals damages, Staging staging) {}

  /// What is done with media.
  ///
  /// @param lifting finds records, and makes media of what other programs have left
  /// @param renditions finds and makes renditions
  /// @param uploads takes new media in
  /// @param removal removes media
  /// @param upgrades makes better renditions of what is asked for often
  /// @param maker reads what is written in originals
  /// @param clearing takes renditions out of the caches
  /// @param upkeep does chores, finds orphans and verifies
  /// @param engine decodes them
  /// @param failures what could not be made of them
  /// @param census counts what there is
  public record Work(
      LegacyImport lifting,
      Renditions renditions,
      AvifUpgrades upgrades,
      RenditionMaker maker,
      Uploads uploads,
      Removal removal,
      CachePurge clearing,
      Maintenance upkeep,
      ImageEngine engine,
      FailureBackoff failures,
      UsageScan census) {}

  /// What clients are told of this installation.
  ///
  /// @param presets the named renditions
  /// @param steps the sizes that need no signature
  /// @param visibility of what nobody has given one
  /// @param limits the longest files
  /// @param publicUrl what links begin with; empty for paths
  /// @param signatures signs the links of private media
  public record Site(
      List<Preset> presets,
      SizeSteps steps,
      Visibility visibility,
      UploadLimits limits,
      String publicUrl,
      Signatures signatures) {}

  KeylessPolicy keyless() {
    return new KeylessPolicy(
        clientPolicy.authenticator().keyless(), clientPolicy.cors(), site.publicUrl());
  }

  Handlers handlers(Clock clock) {
    RepresentationWriter writer = new RepresentationWriter(clock);
    Links links =
        new Links(site.publicUrl(), site.signatures(), clientPolicy.publicOriginals(), clock);
    MediaLookup records =
        new MediaLookup(library.catalog(), work.lifting(), site.visibility(), clock);
    MediaJson json = new MediaJson(links, work.failures(), library.damages());
    TroubledMedia troubled =
        new TroubledMedia(library.catalog(), work.failures(), library.damages());
    RecordConditions conditions = new RecordConditions(library.catalog(), json);
    RenditionUrlParser wanted = new RenditionUrlParser(site.presets(), site.steps());
    return new Handlers(
        wanted,
        new ImageDelivery(library.catalog(), records, work.renditions(), work.upgrades(), writer),
        new OriginalDelivery(library, records, clientPolicy.publicOriginals(), writer),
        new MediaHandler(records, work, json, conditions),
        new ListHandler(library.catalog(), troubled, json, clock),
        new UploadHandler(
            work.uploads(), library.staging(), json, conditions, site.limits(), clock),
        new CacheHandler(work.clearing()),
        new MaintenanceHandler(work.upkeep()),
        new UsageHandler(work.census()),
        new WarmHandler(library.catalog(), work.renditions(), site.presets(), clock),
        new ExplainHandler(
            new Explainer(library, work, site, wanted, clientPolicy.publicOriginals(), clock)),
        new AccessHandler(library.catalog(), site.signatures(), clock),
        new HealthHandler(
            library.catalog(), library.originals(), work.engine(), work.census(), telemetry));
  }
}

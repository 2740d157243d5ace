package io.calotype.http;

import io.calotype.access.Signatures;
import io.calotype.catalog.CachingCatalog;
import io.calotype.http.dialect.SizeSteps;
import io.calotype.http.exchange.ClientPolicy;
import io.calotype.http.exchange.Fallback;
import io.calotype.http.exchange.KeylessPolicy;
import io.calotype.imaging.ImageEngine;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.UsageScan;
import io.calotype.media.Preset;
import io.calotype.media.Visibility;
import io.calotype.originals.BlobStore;
import io.calotype.originals.DamagedOriginals;
import io.calotype.originals.Staging;
import io.calotype.rendition.AvifUpgrades;
import io.calotype.rendition.FailureBackoff;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.store.MediaStore;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.LegacyImport;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.Uploads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The collaborators that the handlers need.
///
/// @param library the stores of media
/// @param work the operations on media
/// @param clientPolicy the policy for incoming requests
/// @param telemetry the metrics
/// @param site the configuration that clients see
/// @param fallback the body of errors on delivery routes; null sends problem documents
public record Services(
    Library library,
    Work work,
    ClientPolicy clientPolicy,
    Telemetry telemetry,
    Site site,
    @Nullable Fallback fallback) {

  /// The stores of media.
  ///
  /// @param catalog the records
  /// @param blobs the uploaded bytes
  /// @param damages the originals known to be lost or damaged
  /// @param staging the files of uploads in progress
  public record Library(
      CachingCatalog catalog, BlobStore blobs, DamagedOriginals damages, Staging staging) {}

  /// The operations on media.
  ///
  /// @param lifting finds records, and imports the media of other programs
  /// @param renditions finds and renders renditions
  /// @param uploads stores new media
  /// @param store removes media
  /// @param upgrades renders better formats for popular renditions
  /// @param maker reads the EXIF fields of originals
  /// @param clearing removes renditions from the caches
  /// @param upkeep runs maintenance tasks, finds orphans and verifies media
  /// @param engine decodes originals
  /// @param failures the recent render failures
  /// @param census measures the number and size of originals and renditions
  public record Work(
      LegacyImport lifting,
      Renditions renditions,
      AvifUpgrades upgrades,
      RenditionMaker maker,
      Uploads uploads,
      MediaStore store,
      CachePurge clearing,
      Maintenance upkeep,
      ImageEngine engine,
      FailureBackoff failures,
      UsageScan census) {}

  /// The configuration that clients see.
  ///
  /// @param presets the named renditions
  /// @param steps the sizes that need no signature
  /// @param visibility the default visibility
  /// @param limits the longest files
  /// @param publicUrl the prefix of links; empty creates paths
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
}

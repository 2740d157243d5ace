package io.calotype.maintenance;

import io.calotype.catalog.Catalog;
import io.calotype.originals.BlobStore;
import io.calotype.originals.Staging;
import io.calotype.store.DataSetGuard;
import io.calotype.store.MediaStore;
import io.calotype.store.RenditionCache;
import io.calotype.store.RenditionLimit;
import io.calotype.upload.resumable.ResumableUploads;
import java.time.Clock;

/// The stores that maintenance works on.
///
/// @param catalog records
/// @param media changes everything that is stored of one media
/// @param blobs originals and masters
/// @param temporary uploads that are not stored yet
/// @param renditions the caches
/// @param limit the number of renditions of one media
/// @param guard checks, before blobs or records without a counterpart are removed, that they belong
///   together
/// @param recordClock the time of records and of queued removals, which all nodes share
public record MaintainedStores(
    Catalog catalog,
    MediaStore media,
    BlobStore blobs,
    Temporary temporary,
    RenditionCache renditions,
    RenditionLimit limit,
    DataSetGuard guard,
    Clock recordClock) {
  /// Uploads that are not stored yet.
  ///
  /// @param staging the files of requests in progress
  /// @param resumable uploads that take several requests
  public record Temporary(Staging staging, ResumableUploads resumable) {}
}

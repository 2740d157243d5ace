package io.calotype.http;

import io.calotype.http.api.AccessHandler;
import io.calotype.http.api.CacheHandler;
import io.calotype.http.api.ChangeHandler;
import io.calotype.http.api.DeletionHandler;
import io.calotype.http.api.ExplainHandler;
import io.calotype.http.api.HealthHandler;
import io.calotype.http.api.ListHandler;
import io.calotype.http.api.MaintenanceHandler;
import io.calotype.http.api.MediaHandler;
import io.calotype.http.api.MoveHandler;
import io.calotype.http.api.StatsHandler;
import io.calotype.http.api.UsageHandler;
import io.calotype.http.api.WarmHandler;
import io.calotype.http.contract.ContractHandler;
import io.calotype.http.delivery.ImageDelivery;
import io.calotype.http.delivery.OriginalDelivery;
import io.calotype.http.events.EventHandler;
import io.calotype.http.gallery.GalleryHandler;
import io.calotype.http.shortpath.ShortPaths;
import io.calotype.http.upload.DirectUploadHandler;
import io.calotype.http.upload.ResumableHandler;
import io.calotype.http.upload.TicketHandler;
import io.calotype.http.upload.UploadHandler;

/// The handlers of all routes.
///
/// @param delivery serves the bytes of media
/// @param media manages media
/// @param uploads receives uploads
/// @param administration serves administrators
/// @param access serves the caller's credentials and issues tokens
/// @param operations serves health, metrics and statistics
/// @param pages serves pages and documents
public record Handlers(
    Delivery delivery,
    Media media,
    Uploads uploads,
    Administration administration,
    AccessHandler access,
    Operations operations,
    Pages pages) {

  /// The handlers that serve the bytes of media.
  ///
  /// @param images delivers renditions
  /// @param originals delivers originals
  /// @param repeated answers repeated requests
  public record Delivery(ImageDelivery images, OriginalDelivery originals, ShortPaths repeated) {}

  /// The handlers that manage media.
  ///
  /// @param records serves records
  /// @param changes changes records
  /// @param deletions deletes media
  /// @param events sends events of media
  /// @param lists lists records
  public record Media(
      MediaHandler records,
      ChangeHandler changes,
      DeletionHandler deletions,
      EventHandler events,
      ListHandler lists) {}

  /// The handlers for uploads.
  ///
  /// @param single receives uploads in one request
  /// @param direct lets clients send uploads to the store
  /// @param resumable receives uploads in several requests
  /// @param tickets issues tickets
  public record Uploads(
      UploadHandler single,
      DirectUploadHandler direct,
      ResumableHandler resumable,
      TicketHandler tickets) {}

  /// The handlers for administrators.
  ///
  /// @param caches clears caches
  /// @param maintenance runs maintenance tasks
  /// @param usage reports the number and size of originals and renditions
  /// @param warm renders ahead of requests
  /// @param explain explains the answer to a URL
  /// @param move moves originals to another store
  public record Administration(
      CacheHandler caches,
      MaintenanceHandler maintenance,
      UsageHandler usage,
      WarmHandler warm,
      ExplainHandler explain,
      MoveHandler move) {}

  /// The handlers that report on the server.
  ///
  /// @param health serves health and metrics
  /// @param stats serves statistics
  public record Operations(HealthHandler health, StatsHandler stats) {}

  /// The handlers of pages and documents.
  ///
  /// @param gallery serves the gallery
  /// @param contract serves the description of the API and of problems
  public record Pages(GalleryHandler gallery, ContractHandler contract) {}
}

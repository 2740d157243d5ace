package io.calotype.http.api;

import io.calotype.cache.RunMode;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.exchange.KeepAliveResponse;
import io.calotype.http.routing.QueryParameters;
import io.calotype.maintenance.DataPlaces;
import io.calotype.maintenance.HoldBack;
import io.calotype.maintenance.Maintenance;
import io.calotype.media.MediaId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Maintenance commands: `/api/admin/upkeep`, `/api/admin/orphans` and `/api/admin/verify`.
public final class MaintenanceHandler {
  private static final int MAX_IDS = 200;
  private static final int MAX_VERIFYING = 4;
  private static final Failure BUSY = new Failure.Overloaded(Duration.ofSeconds(5));

  private final Maintenance upkeep;
  private final DataPlaces places;
  private final Semaphore verifying = new Semaphore(MAX_VERIFYING);

  public MaintenanceHandler(Maintenance upkeep, DataPlaces places) {
    this.upkeep = upkeep;
    this.places = places;
  }

  /// Runs all maintenance tasks and reports the entries removed. Ignores the request's body.
  public void run(HttpExchange exchange) {
    exchange.parameters().require(Set.of());
    exchange.identified(() -> {
      exchange.require();
      exchange.offload(
          () -> KeepAliveResponse.give(exchange, () -> MaintenanceJson.done(upkeep.now())));
    });
  }

  /// Reports the last round of maintenance since the start of the server.
  public void last(HttpExchange exchange) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      exchange.require();
      exchange.json(200, MaintenanceJson.round(upkeep.last()));
    });
  }

  /// Reports files without records and records without files.
  public void findOrphans(HttpExchange exchange) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      exchange.require();
      KeepAliveResponse.give(exchange, () -> strays(upkeep.findStrays(), false));
    });
  }

  /// Reports orphans, and removes them if the body contains `"delete":true`. Keeps them if they are
  /// more than half of all, unless it contains `"many":true`.
  public void orphans(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          boolean delete = body.only("delete", "many").flag("delete");
          HoldBack.Confirmation confirmation =
              body.flag("many") ? HoldBack.Confirmation.GIVEN : HoldBack.Confirmation.NONE;
          KeepAliveResponse.give(
              exchange,
              () ->
                  strays(delete ? upkeep.removeStrays(confirmation) : upkeep.findStrays(), delete));
        });
  }

  private byte[] strays(Maintenance.Strays found, boolean deleted) {
    return MaintenanceJson.strays(found, upkeep.damagedRecords(), deleted, places.orphans());
  }

  /// Verifies the media in the body's `ids`, and repairs them unless the body contains
  /// `"dryRun":true`. Runs [#MAX_VERIFYING] calls at once.
  public void verify(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          List<MediaId> ids = ids(body.only("ids", "dryRun"));
          RunMode mode = body.flag("dryRun") ? RunMode.DRY_RUN : RunMode.APPLY;
          if (!verifying.tryAcquire()) {
            throw new MediaException(BUSY);
          }
          try {
            KeepAliveResponse.give(exchange, () -> verified(ids, mode));
          } finally {
            verifying.release();
          }
        });
  }

  private byte[] verified(List<MediaId> ids, RunMode mode) {
    return MaintenanceJson.verified(ids, upkeep.verify(ids, mode), places.verification());
  }

  private static List<MediaId> ids(JsonBody body) {
    List<String> ids = body.texts("ids");
    if (ids.isEmpty() || ids.size() > MAX_IDS) {
      throw QueryParameters.bad("the member ids has to be a list of 1 to " + MAX_IDS + " ids");
    }
    return ids.stream().map(QueryParameters::id).toList();
  }
}

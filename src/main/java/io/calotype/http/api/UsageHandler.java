package io.calotype.http.api;

import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.KeepAliveResponse;
import io.calotype.http.statistics.UsageJson;
import io.calotype.json.JsonOutput;
import io.calotype.maintenance.DataPlaces;
import io.calotype.maintenance.usage.Usage;
import io.calotype.maintenance.usage.UsageScan;
import io.calotype.rendition.SingleFlight;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Measures the number and size of originals and renditions: `GET /api/admin/usage`. Concurrent
/// requests share one measurement.
public final class UsageHandler {
  private final SingleFlight<UsageScan, Usage> counts =
      new SingleFlight<>(UnaryOperator.identity());
  private final UsageScan usageScan;
  private final DataPlaces places;

  public UsageHandler(UsageScan usageScan, DataPlaces places) {
    this.usageScan = usageScan;
    this.places = places;
  }

  public void usage(HttpExchange exchange) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      exchange.require();
      KeepAliveResponse.give(exchange, () -> json(counts.share(usageScan, usageScan::take)));
    });
  }

  private byte[] json(Usage usage) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      UsageJson.members(json, usage);
      CoverageJson.write(json, places.census());
      json.writeEndObject();
    });
  }
}

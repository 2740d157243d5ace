package io.calotype.http.api;

import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.KeepAliveResponse;
import io.calotype.http.statistics.UsageJson;
import io.calotype.json.JsonOutput;
import io.calotype.maintenance.Usage;
import io.calotype.maintenance.UsageScan;
import io.calotype.rendition.SingleFlight;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Measures the number and size of originals and renditions: `GET /api/admin/usage`. Concurrent
/// requests share one measurement.
public final class UsageHandler {
  private final SingleFlight<UsageScan, Usage> counts =
      new SingleFlight<>(UnaryOperator.identity());
  private final UsageScan usageScan;

  public UsageHandler(UsageScan usageScan) {
    this.usageScan = usageScan;
  }

  public void usage(HttpExchange exchange) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      exchange.require();
      KeepAliveResponse.give(
          exchange,
          () ->
              JsonOutput.bytes(
                  json -> UsageJson.write(json, counts.share(usageScan, usageScan::take))));
    });
  }
}

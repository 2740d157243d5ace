package io.calotype.http.api;

import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.routing.QueryParameters;
import io.calotype.http.statistics.Statistics;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Statistics for operators: `GET /api/stats?scope=`.
public final class StatsHandler {
  private static final String SCOPE = "scope";

  private final Statistics statistics;

  public StatsHandler(Statistics statistics) {
    this.statistics = statistics;
  }

  /// Sends the metrics of this node or of all nodes as JSON, for clients that do not read the
  /// Prometheus format.
  public void stats(HttpExchange exchange) {
    exchange.parameters().require(Set.of(SCOPE));
    exchange.offload(() -> {
      exchange.require();
      exchange.json(200, json(exchange.parameters().get(SCOPE)));
    });
  }

  private byte[] json(@Nullable String scope) {
    return switch (scope) {
      case null -> statistics.ofThisNode();
      case "node" -> statistics.ofThisNode();
      case "cluster" -> statistics.ofAllNodes();
      default -> throw QueryParameters.bad("the option scope is node or cluster");
    };
  }
}

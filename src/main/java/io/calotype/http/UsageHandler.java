package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.rendition.Flights;
import io.calotype.upkeep.Census;
import io.calotype.upkeep.Usage;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Counts what there is: `GET /api/admin/usage`. Whoever asks while it is counted shares the
/// result.
final class UsageHandler {
  private final Flights<Census, Usage> counts = new Flights<>(UnaryOperator.identity());
  private final Census census;

  UsageHandler(Census census) {
    this.census = census;
  }

  void usage(Exchange exchange) {
    Options.require(exchange.parameters(), Set.of());
    exchange.offload(() -> {
      exchange.require(Action.ADMINISTER);
      LongAnswer.give(
          exchange,
          () -> Json.bytes(json -> UsageJson.write(json, counts.share(census, census::take))));
    });
  }
}

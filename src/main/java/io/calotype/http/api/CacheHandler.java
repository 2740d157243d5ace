package io.calotype.http.api;

import io.calotype.cache.SweepResult;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.exchange.KeepAliveResponse;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import io.calotype.maintenance.CachePurge;
import io.calotype.media.Group;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// Clears caches: `POST /api/cache/clear`.
public final class CacheHandler {
  private final CachePurge clearing;

  public CacheHandler(CachePurge clearing) {
    this.clearing = clearing;
  }

  public void clear(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          CachePurge.Order order = order(body.only("olderThan", "group", "all", "dryRun"));
          boolean dry = body.flag("dryRun");
          KeepAliveResponse.give(exchange, () -> json(clearing.clear(order, dry)));
        });
  }

  private static byte[] json(SweepResult swept) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeNumberProperty("removed", swept.entries());
      json.writeNumberProperty("bytes", swept.bytes());
      json.writeEndObject();
    });
  }

  private static CachePurge.Order order(JsonBody body) {
    List<CachePurge.Order> orders = new ArrayList<>();
    String age = body.duration("olderThan");
    if (age != null) {
      orders.add(new CachePurge.Order.Idle(duration(age)));
    }
    String group = body.text("group");
    if (group != null) {
      orders.add(new CachePurge.Order.OfGroup(group(group)));
    }
    if (body.flag("all")) {
      orders.add(new CachePurge.Order.All());
    }
    if (orders.size() != 1) {
      throw QueryParameters.bad("the body has to have one of olderThan, group and \"all\":true");
    }
    return orders.getFirst();
  }

  private static Group group(String text) {
    return Group.parse(text)
        .orElseThrow(
            () -> QueryParameters.bad("the member group is not 1 to 128 of A-Z a-z 0-9 _ -"));
  }

  /// Parses seconds or an ISO 8601 duration.
  private static Duration duration(String text) {
    try {
      Duration duration =
          text.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException notADuration) {
      // rejected below
    }
    throw QueryParameters.bad(
        "the member olderThan is neither seconds nor a duration such as PT24H");
  }
}

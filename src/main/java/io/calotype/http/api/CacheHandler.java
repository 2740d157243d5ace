package io.calotype.http.api;

import io.calotype.cache.RunMode;
import io.calotype.cache.SweepResult;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.exchange.KeepAliveResponse;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import io.calotype.maintenance.CachePurge;
import io.calotype.maintenance.DataPlaces;
import io.calotype.media.Group;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// Clears caches: `POST /api/cache/clear`.
public final class CacheHandler {
  private final CachePurge clearing;
  private final DataPlaces places;

  public CacheHandler(CachePurge clearing, DataPlaces places) {
    this.clearing = clearing;
    this.places = places;
  }

  public void clear(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          CachePurge.Selection selection =
              selection(body.only("olderThan", "group", "all", "dryRun"));
          RunMode mode = body.flag("dryRun") ? RunMode.DRY_RUN : RunMode.APPLY;
          KeepAliveResponse.give(exchange, () -> json(clearing.clear(selection, mode), mode));
        });
  }

  private byte[] json(SweepResult swept, RunMode mode) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeNumberProperty("removed", swept.entries());
      json.writeNumberProperty("bytes", swept.bytes());
      CoverageJson.write(json, places.clear(mode));
      json.writeEndObject();
    });
  }

  private static CachePurge.Selection selection(JsonBody body) {
    List<CachePurge.Selection> selections = new ArrayList<>();
    String age = body.duration("olderThan");
    if (age != null) {
      selections.add(new CachePurge.Selection.Idle(duration(age)));
    }
    String group = body.text("group");
    if (group != null) {
      selections.add(new CachePurge.Selection.OfGroup(group(group)));
    }
    if (body.flag("all")) {
      selections.add(new CachePurge.Selection.All());
    }
    if (selections.size() != 1) {
      throw QueryParameters.bad("the body has to have one of olderThan, group and \"all\":true");
    }
    return selections.getFirst();
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

package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.cache.Swept;
import io.calotype.failure.MediaException;
import io.calotype.media.Group;
import io.calotype.upkeep.Clearing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// Clears caches: `POST /api/cache/clear`.
final class CacheHandler {
  private static final int MAX_BODY = 4096;
  private static final JsonFactory JSON = new JsonFactory();
  private static final String RIGHT =
      "the body is none of {\"olderThan\":\"PT24H\"}, {\"group\":\"…\"}, {\"all\":true}, each with or"
          + " without \"dryRun\":true";

  private final Clearing clearing;

  CacheHandler(Clearing clearing) {
    this.clearing = clearing;
  }

  void clear(Exchange exchange) {
    Options.require(exchange.parameters(), Set.of());
    exchange.identified(() -> {
      exchange.require(Action.ADMINISTER);
      BodyInput body = new BodyInput(exchange.request(), exchange.request(), exchange.loop());
      exchange.offload(() -> {
        Asked asked = asked(body);
        Swept swept = clearing.clear(asked.order(), asked.dryRun());
        exchange.json(200, json(swept));
      });
    });
  }

  /// What a body asks for.
  ///
  /// @param dryRun whether it is only to be counted
  private record Asked(Clearing.Order order, boolean dryRun) {}

  private static byte[] json(Swept swept) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeNumberProperty("removed", swept.entries());
      json.writeNumberProperty("bytes", swept.bytes());
      json.writeEndObject();
    });
  }

  private static Asked asked(BodyInput body) {
    try (body) {
      byte[] bytes = body.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw Options.bad(RIGHT);
      }
      return parsed(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException | StreamReadException | JacksonIOException broken) {
      throw Options.bad(RIGHT);
    }
  }

  private static Asked parsed(String text) {
    TreeMap<String, String> members = new TreeMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        require(json.nextToken().isScalarValue());
        require(members.put(name, String.valueOf(json.getString())) == null);
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }
    boolean dryRun = flag(members.remove("dryRun"));
    require(members.size() == 1);
    return new Asked(order(members.firstKey(), members.firstEntry().getValue()), dryRun);
  }

  private static Clearing.Order order(String name, String value) {
    return switch (name) {
      case "olderThan" -> new Clearing.Order.Idle(duration(value));
      case "group" ->
          new Clearing.Order.OfGroup(Group.parse(value).orElseThrow(() -> Options.bad(RIGHT)));
      case "all" -> {
        require(flag(value));
        yield new Clearing.Order.All();
      }
      default -> throw Options.bad(RIGHT);
    };
  }

  private static boolean flag(@Nullable String value) {
    require(value == null || value.equals("true") || value.equals("false"));
    return "true".equals(value);
  }

  /// In seconds, or as ISO 8601 has it.
  private static Duration duration(String text) {
    try {
      Duration duration =
          text.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.parse(text);
      require(!duration.isNegative());
      return duration;
    } catch (DateTimeParseException wrong) {
      throw Options.bad(RIGHT);
    }
  }

  private static void require(boolean right) {
    if (!right) {
      throw refused();
    }
  }

  private static MediaException refused() {
    return Options.bad(RIGHT);
  }
}

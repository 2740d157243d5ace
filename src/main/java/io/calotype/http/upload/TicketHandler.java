package io.calotype.http.upload;

import io.calotype.http.api.MediaJson;
import io.calotype.http.exchange.ExpiryMember;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonValue;
import io.calotype.media.MediaType;
import io.calotype.tickets.Ticket;
import io.calotype.tickets.TicketId;
import io.calotype.tickets.TicketStore;
import io.calotype.upload.UploadLimits;
import io.calotype.upload.UploadOptions;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Issues tickets for uploads: `POST /api/tickets`.
public final class TicketHandler {
  private static final int MAX_COUNT = 1_000;
  private static final Duration MAX_LIFE = Duration.ofDays(7);
  private static final List<String> OPTIONS = List.of("id", "group", "visibility");
  private static final String[] MEMBERS = {
    "bytes", "types", "count", "id", "group", "visibility", "ttl", "expires"
  };

  private final TicketStore tickets;
  private final UploadLimits limits;
  private final Clock clock;

  public TicketHandler(TicketStore tickets, UploadLimits limits, Clock clock) {
    this.tickets = tickets;
    this.limits = limits;
    this.clock = clock;
  }

  /// Issues a ticket. Answers once it is stored.
  public void issue(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          body.only(MEMBERS);
          exchange.budget().pay();
          String text = TicketId.random();
          requireOneForId(body);
          Ticket ticket =
              new Ticket(
                  TicketId.of(text).orElseThrow(),
                  exchange.caller().owner(),
                  new Ticket.Allowance(bytes(body), types(body), count(body)),
                  options(body),
                  expires(body));
          tickets.add(ticket);
          answer(exchange, json(text, ticket.expires()));
        });
  }

  private long bytes(JsonBody body) {
    long longest = limits.longest();
    long bytes = body.has("bytes") ? body.count("bytes") : longest;
    if (bytes < 1 || bytes > longest) {
      throw QueryParameters.bad("the member bytes is not a number from 1 to " + longest);
    }
    return bytes;
  }

  private static int count(JsonBody body) {
    long count = body.has("count") ? body.count("count") : 1;
    if (count < 1 || count > MAX_COUNT) {
      throw QueryParameters.bad("the member count is not a number from 1 to " + MAX_COUNT);
    }
    return (int) count;
  }

  private static Set<MediaType> types(JsonBody body) {
    if (!body.has("types")) {
      return EnumSet.allOf(MediaType.class);
    }
    Set<MediaType> types = EnumSet.noneOf(MediaType.class);
    for (String text : body.texts("types")) {
      List<MediaType> meant =
          Arrays.stream(MediaType.values()).filter(type -> means(text, type)).toList();
      if (meant.isEmpty()) {
        throw QueryParameters.bad(
            "the member types has the text '"
                + QueryParameters.printable(text)
                + "', which is neither image/*, video/* nor a type that this server accepts, such as"
                + " image/jpeg");
      }
      types.addAll(meant);
    }
    if (types.isEmpty()) {
      throw QueryParameters.bad("the member types is an empty list");
    }
    return types;
  }

  /// Whether `text` is the media type `type`, or the range of its kind (RFC 9110 section 12.5.1),
  /// in any case.
  private static boolean means(String text, MediaType type) {
    return text.equalsIgnoreCase(type.contentType())
        || text.equalsIgnoreCase(type.kind().text() + "/*");
  }

  private static Map<String, String> options(JsonBody body) {
    Map<String, String> options = OptionMembers.read(body, OPTIONS);
    var _ = UploadOptions.of(options); // throws for an invalid one
    return options;
  }

  private Instant expires(JsonBody body) {
    return ExpiryMember.after(body.duration("expires"), clock.instant(), MAX_LIFE);
  }

  private static void requireOneForId(JsonBody body) {
    if (body.has("id") && count(body) > 1) {
      throw QueryParameters.bad(
          "a ticket with an id permits one upload, and the member count more");
    }
  }

  /// No cache may store the ticket.
  private static void answer(HttpExchange exchange, byte[] body) {
    exchange.onLoop(() -> {
      exchange.response().setStatusCode(201).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      exchange.end("application/json", body);
    });
  }

  private static byte[] json(String text, Instant expires) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ticket", text);
    answer.put("expiresAt", MediaJson.time(expires));
    return JsonValue.object(answer).toString().getBytes(StandardCharsets.UTF_8);
  }
}

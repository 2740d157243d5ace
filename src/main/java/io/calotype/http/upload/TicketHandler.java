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
import java.util.TreeMap;

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
          String text = TicketId.random();
          Ticket ticket =
              new Ticket(
                  TicketId.of(text).orElseThrow(),
                  exchange.caller().owner(),
                  new Ticket.Allowance(bytes(body), types(body.texts("types")), count(body)),
                  options(body),
                  expires(body));
          requireOneForId(ticket);
          tickets.add(ticket);
          exchange.json(201, json(text, ticket.expires()));
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
    int count = body.has("count") ? body.number("count", MAX_COUNT) : 1;
    if (count < 1) {
      throw QueryParameters.bad("the member count is not a number from 1 to " + MAX_COUNT);
    }
    return count;
  }

  private static Set<MediaType> types(List<String> texts) {
    Set<MediaType> types = EnumSet.noneOf(MediaType.class);
    for (String text : texts) {
      List<MediaType> meant =
          Arrays.stream(MediaType.values()).filter(type -> means(text, type)).toList();
      if (meant.isEmpty()) {
        throw QueryParameters.bad(
            "the member types contains "
                + QueryParameters.printable(text)
                + ", which is neither"
                + " image/*, video/* nor a type that this server accepts");
      }
      types.addAll(meant);
    }
    return types;
  }

  /// Whether `text` is the media type `type`, or the range of its kind (RFC 9110 section 12.5.1).
  private static boolean means(String text, MediaType type) {
    return text.equals(type.contentType()) || text.equals(type.kind().text() + "/*");
  }

  private static Map<String, String> options(JsonBody body) {
    Map<String, String> options = new TreeMap<>();
    for (String name : OPTIONS) {
      String value = body.text(name);
      if (value != null) {
        options.put(name, value);
      }
    }
    String ttl = body.duration("ttl");
    if (ttl != null) {
      options.put("ttl", ttl);
    }
    UploadOptions.Builder checked = new UploadOptions.Builder();
    options.forEach(checked::set); // throws for an invalid one
    return options;
  }

  private Instant expires(JsonBody body) {
    return ExpiryMember.after(body.text("expires"), clock.instant(), MAX_LIFE);
  }

  private static void requireOneForId(Ticket ticket) {
    if (ticket.options().containsKey("id") && ticket.allowance().count() > 1) {
      throw QueryParameters.bad(
          "a ticket with an id permits one upload, and the member count more");
    }
  }

  private static byte[] json(String text, Instant expires) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ticket", text);
    answer.put("expiresAt", MediaJson.time(expires));
    return JsonValue.object(answer).toString().getBytes(StandardCharsets.UTF_8);
  }
}

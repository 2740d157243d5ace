package io.calotype.http.api;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Role;
import io.calotype.access.Signatures;
import io.calotype.catalog.Catalog;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.ExpiryMember;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import io.calotype.tickets.Ticket;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Handles `/api/me` and `/api/sign`: the caller's own credentials, and tokens for media.
public final class AccessHandler {
  private static final int MAX_IDS = 1_000;

  /// The role of the holder of a ticket.
  private static final String TICKET = "ticket";

  private final Catalog catalog;
  private final Signatures signatures;
  private final Clock clock;

  public AccessHandler(Catalog catalog, Signatures signatures, Clock clock) {
    this.catalog = catalog;
    this.signatures = signatures;
    this.clock = clock;
  }

  /// Sends the role and name of the caller and the expiry of its credentials.
  public void me(HttpExchange exchange) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      exchange.json(200, me(exchange.caller()));
    });
  }

  private static byte[] me(Caller caller) {
    return switch (caller) {
      case Caller.Local _ -> me(Role.ADMIN.text(), null, null);
      case Caller.Signed _ -> me(Role.VIEWER.text(), null, null);
      case Caller.Known known -> me(known.role().text(), known.owner().name(), known.expires());
      case Caller.Ticketed(Ticket ticket) -> me(TICKET, name(ticket), ticket.expires());
      case Caller.Anonymous _ -> throw new MediaException(new Failure.Unauthorized(false));
      case Caller.Rejected _ -> throw new MediaException(new Failure.Unauthorized(true));
    };
  }

  private static @Nullable String name(Ticket ticket) {
    Owner owner = ticket.owner();
    return owner == null ? null : owner.name();
  }

  private static byte[] me(String role, @Nullable String name, @Nullable Instant expires) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeStringProperty("role", role);
      json.writeName("name");
      text(json, name);
      json.writeName("expiresAt");
      text(json, expires == null ? null : MediaJson.time(expires));
      json.writeEndObject();
    });
  }

  private static void text(JsonGenerator json, @Nullable String value) {
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }

  /// Issues a token for each media in `ids` that the caller may see. Absent and hidden ids receive
  /// no token.
  public void sign(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          body.only("ids", "expires");
          List<MediaId> ids = ids(body.texts("ids"));
          Instant expires =
              ExpiryMember.after(body.text("expires"), clock.instant(), Signatures.MAX_LIFE);
          if (!signatures.able()) {
            throw new MediaException(new Failure.NoSigningKey());
          }
          Map<String, Object> tokens = new LinkedHashMap<>();
          ids.stream()
              .filter(id -> visible(exchange, id))
              .forEach(id -> tokens.put(id.value(), signatures.token(id, expires)));
          Map<String, Object> answer = new LinkedHashMap<>();
          answer.put("tokens", tokens);
          answer.put("expiresAt", MediaJson.time(expires));
          exchange.json(200, JsonOutput.bytes(json -> JsonOutput.value(json, answer)));
        });
  }

  /// Whether the caller may read the media. A record that cannot be parsed counts as absent: it
  /// must not fail the others, and only an admin may learn of it.
  private boolean visible(HttpExchange exchange, MediaId id) {
    return catalog
        .readable(id)
        .filter(media -> !media.lifetime().over(clock.instant()))
        .filter(media -> exchange.access().decide(Action.READ, media) == Decision.ALLOWED)
        .isPresent();
  }

  private static List<MediaId> ids(List<String> texts) {
    if (texts.isEmpty() || texts.size() > MAX_IDS) {
      throw QueryParameters.bad("the member ids is not a list of 1 to " + MAX_IDS + " ids");
    }
    return texts.stream().map(QueryParameters::id).toList();
  }
}

package io.calotype.tickets;

import io.calotype.json.JsonValue;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The text of a stored ticket, JSON:
/// `{"v":1,"owner":…,"bytes":…,"types":[…],"count":…,"options":{…},"expires":<milliseconds>}`.
public final class TicketText {
  private static final String VERSION = "1";

  private TicketText() {}

  /// Returns the text of `ticket`, without its id.
  public static String of(Ticket ticket) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("v", 1);
    if (ticket.owner() != null) {
      members.put("owner", ticket.owner().text());
    }
    members.put("bytes", ticket.allowance().bytes());
    members.put("types", ticket.allowance().types().stream().map(Enum::name).sorted().toList());
    members.put("count", ticket.allowance().count());
    members.put("options", JsonValue.object(new TreeMap<>(ticket.options())));
    members.put("expires", ticket.expires().toEpochMilli());
    return JsonValue.object(members).toString();
  }

  /// Parses the text of the ticket `id`; empty if this version cannot read it.
  public static Optional<Ticket> parse(TicketId id, String text) {
    try {
      return JsonValue.read(text)
          .filter(json -> json.at("v").text().equals(VERSION))
          .map(json -> parse(id, json));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  private static Ticket parse(TicketId id, JsonValue json) {
    String owner = json.at("owner").text();
    Map<String, String> options = new TreeMap<>();
    json.at("options").members().forEach((name, value) -> options.put(name, value.text()));
    return new Ticket(
        id,
        owner.isEmpty() ? null : new Owner(owner),
        new Ticket.Allowance(
            json.at("bytes").count(),
            json.at("types").items().stream()
                .map(type -> MediaType.valueOf(type.text()))
                .collect(Collectors.toSet()),
            (int) json.at("count").count()),
        options,
        Instant.ofEpochMilli(json.at("expires").count()));
  }
}

package io.calotype.http.api;

import io.calotype.access.Action;
import io.calotype.access.Decision;
import io.calotype.catalog.Catalog;
import io.calotype.catalog.Page;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lists records.
public final class ListHandler {
  private final Catalog catalog;
  private final TroubledMedia troubled;
  private final MediaJson json;
  private final Clock clock;

  public ListHandler(Catalog catalog, TroubledMedia troubled, MediaJson json, Clock clock) {
    this.catalog = catalog;
    this.troubled = troubled;
    this.json = json;
    this.clock = clock;
  }

  /// Answers `GET /api/media`.
  public void list(HttpExchange exchange) {
    exchange.offload(() -> {
      exchange.require();
      ListRequest listRequest =
          ListRequest.of(exchange.parameters(), reader(exchange), clock.instant());
      exchange.json(200, json.page(page(exchange, listRequest)));
    });
  }

  private Page page(HttpExchange exchange, ListRequest listRequest) {
    if (listRequest.ids() != null) {
      return new Page(named(exchange, listRequest.ids(), listRequest), null);
    }
    return listRequest.troubled()
        ? troubled.page(listRequest.query())
        : catalog.list(listRequest.query());
  }

  /// The media of `ids` that match the filter and that the caller may read. Keeps the order of
  /// `ids` unless the request names another.
  private List<Media> named(HttpExchange exchange, Set<MediaId> ids, ListRequest listRequest) {
    Stream<Media> found =
        ids.stream()
            .flatMap(id -> catalog.peek(id).stream())
            .filter(listRequest.query().selection()::accepts)
            .filter(media -> !listRequest.troubled() || troubled.includes(media))
            .filter(media -> exchange.access().decide(Action.READ, media) == Decision.ALLOWED);
    return (listRequest.ordered() ? found.sorted(listRequest.query().order().ofMedia()) : found)
        .toList();
  }

  /// The owner whose private media a list contains; null if the list contains all private media, as
  /// for a viewer.
  private static @Nullable Owner reader(HttpExchange exchange) {
    return exchange.access().urlSigned() ? null : exchange.caller().reader();
  }
}

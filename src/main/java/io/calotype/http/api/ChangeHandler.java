package io.calotype.http.api;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.problem.Problems;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.store.MediaStore;
import io.calotype.upload.RecordPatch;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Changes records: `PATCH /api/media/{id}`.
public final class ChangeHandler {
  /// Attempts to change a record that changes between look-up and change.
  private static final int ATTEMPTS = 10;

  private final MediaStore store;
  private final MediaLookup lookup;
  private final MediaJson json;
  private final RecordConditions conditions;
  private final Clock clock;

  public ChangeHandler(
      MediaStore store,
      MediaLookup lookup,
      MediaJson json,
      RecordConditions conditions,
      Clock clock) {
    this.store = store;
    this.lookup = lookup;
    this.json = json;
    this.conditions = conditions;
    this.clock = clock;
  }

  /// Applies a JSON Merge Patch (RFC 7396), and answers with the record.
  public void patch(HttpExchange exchange, MediaId id) {
    JsonBody.receivePatch(
        exchange,
        text -> {
          Optional<Media> changed = changed(exchange, id, PatchJson.parse(text));
          exchange.onLoop(() ->
              changed.ifPresentOrElse(
                  media -> answer(exchange, media),
                  () -> exchange.problem(Problems.preconditionFailed())));
        });
  }

  private void answer(HttpExchange exchange, Media media) {
    exchange.response().putHeader(HttpHeaders.ETAG, json.tag(media).text());
    exchange.jsonNow(200, json.media(media));
  }

  /// The media after the change; empty if a precondition fails. The preconditions, the right and
  /// the change refer to the same state of the record.
  ///
  /// Errors: `NotFound`, `Gone`, `Forbidden`; `Unavailable` after [#ATTEMPTS] attempts.
  private Optional<Media> changed(HttpExchange exchange, MediaId id, RecordPatch patch) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Media media = lookup.requireCurrent(exchange, exchange.action(), id);
      lookup.requireAlive(media);
      if (conditions.failed(exchange.conditions(), media)) {
        return Optional.empty();
      }
      Media anew = patch.applied(media, clock.instant());
      if (anew.equals(media) || store.change(media, anew)) {
        return Optional.of(anew);
      }
    }
    throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
  }
}

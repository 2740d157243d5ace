package io.calotype.http.api;

import io.calotype.access.Action;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.catalog.Catalog;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.semantics.EntityTags;
import io.calotype.http.semantics.Preconditions;
import io.calotype.http.semantics.RequestConditions;
import io.calotype.http.semantics.Validators;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates the preconditions of `GET`, `PUT`, `PATCH` and `DELETE` on records (RFC 9110 section
/// 13).
public final class RecordConditions {
  private final Catalog catalog;
  private final MediaJson json;

  /// Creates an evaluator. `catalog` finds records, `json` computes their tags.
  public RecordConditions(Catalog catalog, MediaJson json) {
    this.catalog = catalog;
    this.json = json;
  }

  /// Whether the client of a `GET` already has the record with the tag `tag`. Only tags count,
  /// because a record has no `Last-Modified`.
  static boolean known(RequestConditions sent, RecordTag tag) {
    return sent.ifNoneMatch() != null && EntityTags.weakMatch(sent.ifNoneMatch(), tag.text());
  }

  /// Whether the preconditions of the request fail for the record of `media`; null stands for an
  /// absent record.
  boolean failed(RequestConditions sent, @Nullable Media media) {
    if (media == null) {
      return sent.ifMatch() != null;
    }
    RequestConditions state =
        new RequestConditions(
            states(sent.ifMatch()),
            states(sent.ifNoneMatch()),
            null,
            sent.ifUnmodifiedSince(),
            null,
            null);
    Validators ours = new Validators(json.tag(media).stateTag(), media.lifetime().created());
    return Preconditions.check(state, ours) != Preconditions.SEND;
  }

  private static @Nullable String states(@Nullable String list) {
    return list == null ? null : RecordTag.states(list);
  }

  /// Whether the preconditions of a `PUT` of `id` fail. Blocks. A record that the caller may not
  /// read counts as absent, and so does an unreadable one. The upload itself then detects that the
  /// id is taken.
  public boolean putFailed(HttpExchange exchange, MediaId id) {
    Optional<Media> visible =
        catalog
            .readable(id)
            .filter(
                media -> Gate.decide(exchange.caller(), Action.READ, media) == Decision.ALLOWED);
    return failed(exchange.conditions(), visible.orElse(null));
  }
}

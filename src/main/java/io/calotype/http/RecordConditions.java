package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.catalog.Catalog;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates preconditions on records: of `GET`, and of `PUT` and `DELETE`, which change them (RFC
/// 9110 section 13).
final class RecordConditions {
  private final Catalog catalog;
  private final MediaJson json;

  /// Finds records in `catalog`. Their tags are those that `json` gives.
  RecordConditions(Catalog catalog, MediaJson json) {
    this.catalog = catalog;
    this.json = json;
  }

  /// Whether the client of a `GET` has the record with the tag `tag` already. A record has no
  /// `Last-Modified`: only tags count.
  static boolean known(RequestConditions sent, RecordTag tag) {
    return sent.ifNoneMatch() != null && EntityTags.weakMatch(sent.ifNoneMatch(), tag.text());
  }

  /// Whether the record of `media` is not in the state that the request asks for; null is no
  /// record.
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

  /// Whether a `PUT` of `id` fails by its conditions. A record that the caller may not read counts
  /// as absent, and so does one that cannot be parsed: the upload itself finds its id taken.
  /// Blocks.
  boolean putFailed(HttpExchange exchange, MediaId id) {
    Optional<Media> visible =
        catalog
            .readable(id)
            .filter(
                media -> Gate.decide(exchange.caller(), Action.READ, media) == Decision.ALLOWED);
    return failed(exchange.conditions(), visible.orElse(null));
  }
}

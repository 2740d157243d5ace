package io.calotype.http.api;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.exchange.Problems;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import io.calotype.maintenance.GroupRemoval;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.rendition.RenditionMaker;
import io.calotype.rendition.Renditions;
import io.calotype.store.MediaStore;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads and deletes single records, deletes groups, and retries failed renders.
public final class MediaHandler {
  /// Attempts to remove a media that changes between look-up and removal.
  private static final int REMOVALS = 10;

  private final Operations operations;
  private final MediaLookup lookup;
  private final MediaJson json;
  private final RecordConditions conditions;

  /// The operations on media that have a route of their own.
  ///
  /// @param renditions renders again after a failure
  /// @param maker reads the EXIF fields of originals
  /// @param store removes media
  /// @param groups removes the media of a group
  public record Operations(
      Renditions renditions, RenditionMaker maker, MediaStore store, GroupRemoval groups) {}

  public MediaHandler(
      Operations operations, MediaLookup lookup, MediaJson json, RecordConditions conditions) {
    this.operations = operations;
    this.lookup = lookup;
    this.json = json;
    this.conditions = conditions;
  }

  public void read(HttpExchange exchange, MediaId id) {
    exchange.parameters().require(Set.of("exif"));
    boolean withExif = exif(exchange.parameters());
    exchange.offload(() -> {
      Media media = allowed(exchange, id);
      lookup.requireAlive(media);
      if (withExif) {
        exchange.json(200, withExif(exchange, media));
      } else {
        answer(exchange, media);
      }
    });
  }

  /// Sends the record, or 304. The tag is computed before the body. A body newer than its tag costs
  /// one more transfer; an older body would stay in the client's cache.
  private void answer(HttpExchange exchange, Media media) {
    RecordTag tag = json.tag(media);
    boolean known = RecordConditions.known(exchange.conditions(), tag);
    byte[] body = known ? new byte[0] : json.media(media);
    exchange.onLoop(() -> {
      exchange.response().putHeader(HttpHeaders.ETAG, tag.text());
      if (known) {
        exchange.notModified();
      } else {
        exchange.jsonNow(200, body);
      }
    });
  }

  private static boolean exif(QueryParameters options) {
    String text = options.get("exif");
    if (text != null && !text.equals("true")) {
      throw QueryParameters.bad("the option exif can only be true");
    }
    return text != null;
  }

  /// The record with the EXIF fields. Reading them needs a renderer and counts as a render.
  private byte[] withExif(HttpExchange exchange, Media media) {
    exchange.budget().pay();
    return json.media(
        media, ExifDisclosure.shown(operations.maker().exif(media), owns(exchange, media)));
  }

  /// Whether the caller owns the media. Only the owner may see the position of a photograph.
  private static boolean owns(HttpExchange exchange, Media media) {
    return exchange.caller() instanceof Caller.Local
        || (media.owner() != null && media.owner().equals(exchange.caller().owner()));
  }

  /// Retries failed renders of a media, and answers with the updated record.
  public void retry(HttpExchange exchange, MediaId id) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      Media media = allowed(exchange, id);
      lookup.requireAlive(media);
      operations.renditions().retry(media, exchange.budget());
      exchange.json(200, json.media(media));
    });
  }

  /// The media `id`, if the caller may perform the action of the route on it. The general check
  /// precedes the look-up: callers without the right for any media do not learn whether this one
  /// exists.
  private Media allowed(HttpExchange exchange, MediaId id) {
    exchange.require();
    return lookup.require(exchange, exchange.action(), id);
  }

  public void delete(HttpExchange exchange, MediaId id) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      boolean removed = removed(exchange, id);
      exchange.onLoop(() -> {
        if (removed) {
          exchange.end(204);
        } else {
          exchange.problem(Problems.preconditionFailed());
        }
      });
    });
  }

  /// Removes the media, or returns false if a precondition fails. A media that has changed between
  /// look-up and removal, for example by a deletion and an upload, is looked up again.
  ///
  /// Errors: `NotFound` if another caller removes it first; `Unavailable` after [#REMOVALS]
  /// attempts.
  private boolean removed(HttpExchange exchange, MediaId id) {
    for (int attempt = 0; attempt < REMOVALS; attempt++) {
      try {
        Media media = allowed(exchange, id);
        if (conditions.failed(exchange.conditions(), media)) {
          return false;
        }
        if (operations.store().remove(media)) {
          return true;
        }
        lookup.refresh(id);
      } catch (MediaException e) {
        return removedDamaged(id, e);
      }
    }
    throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
  }

  /// An unreadable record has no state to compare, and is removed by its id.
  private boolean removedDamaged(MediaId id, MediaException e) {
    if (!(e.failure() instanceof Failure.RecordDamaged)) {
      throw e;
    }
    if (!operations.store().removeDamaged(id)) {
      throw new MediaException(new Failure.NotFound(id));
    }
    return true;
  }

  /// Deletes the media of a group that the caller may delete.
  public void deleteGroup(HttpExchange exchange) {
    exchange.offload(() -> {
      exchange.require();
      Group group = groupToDelete(exchange.parameters());
      Caller caller = exchange.caller();
      GroupRemoval.Removed removed =
          operations
              .groups()
              .remove(
                  group,
                  caller.reader(),
                  media -> Gate.decide(caller, Action.DELETE, media) == Decision.ALLOWED);
      exchange.json(200, deleted(removed));
    });
  }

  private static byte[] deleted(GroupRemoval.Removed removed) {
    Map<String, Object> counts = new TreeMap<>();
    counts.put("deleted", removed.removed());
    if (removed.failed() > 0) {
      counts.put("failed", removed.failed());
    }
    return JsonOutput.bytes(out -> JsonOutput.value(out, counts));
  }

  private static Group groupToDelete(QueryParameters options) {
    options.require(Set.of("group"));
    Group group = ListRequest.group(options);
    if (group == null) {
      throw QueryParameters.bad("the option group is missing: it says what to delete");
    }
    return group;
  }
}

package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.maintenance.Removal;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Records: one, and their removal.
final class MediaHandler {
  private final MediaLookup records;
  private final Services.Work work;
  private final MediaJson json;
  private final RecordConditions conditions;

  MediaHandler(
      MediaLookup records, Services.Work work, MediaJson json, RecordConditions conditions) {
    this.records = records;
    this.work = work;
    this.json = json;
    this.conditions = conditions;
  }

  void read(HttpExchange exchange, MediaId id) {
    QueryParameters.require(exchange.parameters(), Set.of("exif"));
    boolean asked = exif(exchange.parameters());
    exchange.offload(() -> {
      Media media = allowed(exchange, Action.READ, id);
      records.requireAlive(media);
      if (asked) {
        exchange.json(200, withExif(exchange, media));
      } else {
        answer(exchange, media);
      }
    });
  }

  /// The tag is taken before the body: a body that is newer than its tag is sent once more, an
  /// older one would be kept.
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

  private static boolean exif(MultiMap options) {
    String text = options.get("exif");
    if (text != null && !text.equals("true")) {
      throw QueryParameters.bad("the option exif can only be true");
    }
    return text != null;
  }

  /// Reading it takes a renderer, as a rendition does.
  private byte[] withExif(HttpExchange exchange, Media media) {
    exchange.pay();
    return json.media(media, ExifDisclosure.shown(work.maker().exif(media), owns(exchange, media)));
  }

  /// Where a picture was taken is for the one who took it there.
  private static boolean owns(HttpExchange exchange, Media media) {
    return exchange.caller() instanceof Caller.Local
        || (media.owner() != null && media.owner().equals(exchange.caller().owner()));
  }

  /// Tries again what could not be rendered lately, and answers the record as it then is.
  void retry(HttpExchange exchange, MediaId id) {
    QueryParameters.require(exchange.parameters(), Set.of());
    exchange.offload(() -> {
      Media media = allowed(exchange, Action.RETRY, id);
      records.requireAlive(media);
      work.renditions().retry(media, exchange::pay);
      exchange.json(200, json.media(media));
    });
  }

  /// The media `id`, if the caller may do `action` to it. Who may do it to none does not learn
  /// whether it is there.
  private Media allowed(HttpExchange exchange, Action action, MediaId id) {
    exchange.require(action);
    return records.require(exchange, action, id);
  }

  void delete(HttpExchange exchange, MediaId id) {
    QueryParameters.require(exchange.parameters(), Set.of());
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

  /// Removes the media unless a precondition fails: then it answers false. A media whose record
  /// cannot be read has no state to compare and is removed by its id.
  private boolean removed(HttpExchange exchange, MediaId id) {
    try {
      Media media = allowed(exchange, Action.DELETE, id);
      if (conditions.failed(exchange.conditions(), media)) {
        return false;
      }
      work.removal().remove(media);
    } catch (MediaException e) {
      if (!(e.failure() instanceof Failure.RecordDamaged)) {
        throw e;
      }
      work.removal().removeDamaged(id);
    }
    return true;
  }

  /// Deletes what the caller may delete of a group.
  void deleteGroup(HttpExchange exchange) {
    exchange.offload(() -> {
      exchange.require(Action.DELETE);
      Group group = groupToDelete(exchange.parameters());
      Caller caller = exchange.caller();
      Removal.Removed removed =
          work.removal()
              .removeGroup(
                  group,
                  caller.reader(),
                  media -> Gate.decide(caller, Action.DELETE, media) == Decision.ALLOWED);
      exchange.json(200, deleted(removed));
    });
  }

  private static byte[] deleted(Removal.Removed removed) {
    Map<String, Object> counts = new TreeMap<>();
    counts.put("deleted", removed.removed());
    if (removed.failed() > 0) {
      counts.put("failed", removed.failed());
    }
    return JsonOutput.bytes(out -> JsonOutput.value(out, counts));
  }

  private static Group groupToDelete(MultiMap options) {
    QueryParameters.require(options, Set.of("group"));
    Group group = ListRequest.group(options);
    if (group == null) {
      throw QueryParameters.bad("the option group is missing: it says what to delete");
    }
    return group;
  }
}
